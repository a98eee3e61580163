import type { PaintFault } from '../../domain/work/painter';

type Meaning = Pick<PaintFault, 'kind' | 'failure' | 'maxAttempts'>;

const again: Meaning = { kind: 'retrySame', failure: 'PROVIDER_BUSY' };
const againOnce: Meaning = { ...again, maxAttempts: 2 };
const other: Meaning = { kind: 'failOver', failure: 'PROVIDER_BUSY' };
const disabled: Meaning = { kind: 'disable', failure: 'PROVIDER_FAILED' };
const ourBug: Meaning = { kind: 'ourBug', failure: 'PROVIDER_FAILED' };
const refused: Meaning = { kind: 'userFault', failure: 'PICTURE_REFUSED' };
const unknownOutcome: Meaning = { kind: 'unknownOutcome', failure: 'PROVIDER_OUTCOME_UNKNOWN' };

/**
 * Codes of the error body, https://docs.bigmodel.cn/cn/api/api-code. They decide before the HTTP status does:
 * 429 means "wait a bit" (1302) as well as "no money" (1113).
 */
const meaningOfCode: Readonly<Record<string, Meaning>> = {
  '500': again,
  '1000': disabled,
  '1001': disabled,
  '1002': disabled,
  '1003': disabled,
  '1004': disabled,
  '1100': againOnce,
  '1110': disabled,
  '1111': disabled,
  '1112': disabled,
  '1113': disabled,
  '1120': again,
  '1121': disabled,
  '1200': againOnce,
  '1210': ourBug,
  '1211': ourBug,
  '1212': ourBug,
  '1213': ourBug,
  '1214': ourBug,
  '1215': ourBug,
  '1220': disabled,
  '1221': disabled,
  '1222': disabled,
  '1230': again,
  // The provider says it has this request already: it may be drawing.
  '1231': unknownOutcome,
  '1234': again,
  '1261': { kind: 'userFault', failure: 'PROMPT_TOO_LONG' },
  '1300': refused,
  '1301': refused,
  '1302': again,
  '1303': again,
  '1304': other,
  '1305': again,
  '1308': other,
  '1309': disabled,
  '1310': other,
  '1311': disabled,
  '1312': other,
  '1313': disabled,
};

const meaningOfStatus: Readonly<Record<number, Meaning>> = {
  400: ourBug,
  401: disabled,
  403: disabled,
  404: disabled,
  413: ourBug,
  422: ourBug,
  429: again,
  434: disabled,
  435: ourBug,
  500: again,
  502: again,
  503: again,
};

/** An answer that is no success. `code` is the body's, null when the body names none. */
export function faultOfAnswer(
  status: number,
  code: string | null,
  retryAfter?: string,
): PaintFault {
  const meaning =
    (code === null ? undefined : meaningOfCode[code]) ?? meaningOfStatus[status] ?? byClass(status);
  return {
    ...meaning,
    providerCode: code ?? `http-${status}`,
    httpStatus: status,
    retryAfterMs: toMilliseconds(retryAfter),
  };
}

/** A gateway that gave up waiting (504, 524) says nothing about what happens behind it. */
function byClass(status: number): Meaning {
  if (status === 408 || status >= 500) return unknownOutcome;
  if (status >= 300 && status < 400) return disabled;
  return status < 300 ? unknownOutcome : ourBug;
}

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** No answer came. Only what failed before it was sent may be sent again. */
export function faultOfTransport(error: unknown): PaintFault {
  const { code, syscall } = rootOf(error);
  const isUnsent = neverSent.has(code ?? '') || syscall === 'connect';
  return {
    ...(isUnsent ? again : unknownOutcome),
    providerCode: code ?? 'no-answer',
    httpStatus: null,
  };
}

type Root = { code?: string | undefined; syscall?: string | undefined };

function rootOf(error: unknown): Root {
  if (typeof error !== 'object' || error === null) return {};
  const { code, syscall, cause } = error as { code?: unknown; syscall?: unknown; cause?: unknown };
  const root = rootOf(cause);
  return {
    code: root.code ?? (typeof code === 'string' ? code : undefined),
    syscall: root.syscall ?? (typeof syscall === 'string' ? syscall : undefined),
  };
}

function toMilliseconds(retryAfter: string | undefined): number | undefined {
  return retryAfter !== undefined && /^\d{1,4}$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : undefined;
}
