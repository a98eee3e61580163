import * as z from 'zod';
import { createClassifier, meaning } from '../fault';

/** Codes of the error body, https://docs.bigmodel.cn/cn/api/api-code. */
export const classify = createClassifier(
  {
    '500': meaning.again,
    '1000': meaning.disabled,
    '1001': meaning.disabled,
    '1002': meaning.disabled,
    '1003': meaning.disabled,
    '1004': meaning.disabled,
    '1100': meaning.againOnce,
    '1110': meaning.disabled,
    '1111': meaning.disabled,
    '1112': meaning.disabled,
    '1113': meaning.disabled,
    '1120': meaning.again,
    '1121': meaning.disabled,
    '1200': meaning.againOnce,
    '1210': meaning.ourDefect,
    '1211': meaning.ourDefect,
    '1212': meaning.ourDefect,
    '1213': meaning.ourDefect,
    '1214': meaning.ourDefect,
    '1215': meaning.ourDefect,
    '1220': meaning.disabled,
    '1221': meaning.disabled,
    '1222': meaning.disabled,
    '1230': meaning.again,
    // The vendor already has this request: it may be drawing.
    '1231': meaning.unknown,
    '1234': meaning.again,
    '1261': meaning.tooLong,
    '1300': meaning.contentRefused,
    '1301': meaning.contentRefused,
    '1302': meaning.again,
    '1303': meaning.again,
    '1304': meaning.other,
    '1305': meaning.again,
    '1308': meaning.other,
    '1309': meaning.disabled,
    '1310': meaning.other,
    '1311': meaning.disabled,
    '1312': meaning.other,
    '1313': meaning.disabled,
  },
  { '434': meaning.disabled },
);

const Code = z.union([z.string(), z.number()]).transform(String);
/** Real bodies nest the error; one published description has it flat. */
const ErrorBody = z.union([
  z.object({ error: z.object({ code: Code }) }).transform(({ error }) => error.code),
  z.object({ code: Code }).transform(({ code }) => code),
]);

/** The error code in a body; null if there is none. */
export function errorCodeOf(body: unknown): string | null {
  const parsed = ErrorBody.safeParse(body);
  return parsed.success ? parsed.data : null;
}
