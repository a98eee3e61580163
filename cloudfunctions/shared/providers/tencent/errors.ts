import * as z from 'zod';
import { createClassifier, meaning } from '../fault';

/**
 * Error codes of TokenHub, https://cloud.tencent.com/document/product/1823/131595; codes of the models behind it may appear
 * instead.
 */
export const classify = createClassifier(
  {
    '400001': meaning.ourDefect,
    '400002': meaning.ourDefect,
    '400004': meaning.ourDefect,
    '401002': meaning.disabled,
    '401007': meaning.disabled,
    '401008': meaning.disabled,
    '403001': meaning.disabled,
    '403002': meaning.disabled,
    '403004': meaning.disabled,
    '403005': meaning.disabled,
    '429001': meaning.again,
    '451001': meaning.contentRefused,
    // The gateway had no answer from the model, which may have drawn the picture.
    '502001': meaning.unknown,
  },
  { '402': meaning.disabled, '451': meaning.contentRefused, '502': meaning.unknown },
);

const Code = z.union([z.string().min(1), z.number()]).transform(String);
const ErrorBody = z.object({ error: z.object({ code: Code }) });

/** The error code in a body; null if there is none. */
export function errorCodeOf(body: unknown): string | null {
  return ErrorBody.safeParse(body).data?.error.code ?? null;
}
