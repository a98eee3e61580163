import type { FaultMeaning, ProviderFault } from '../domain/provider/fault';

/** The meanings used in the vendors' tables. */
export const meaning = {
  again: { state: 'retry', at: 'same' },
  againOnce: { state: 'retry', at: 'same', maxAttempts: 2 },
  other: { state: 'retry', at: 'other' },
  disabled: { state: 'disabled' },
  contentRefused: { state: 'refused', reason: 'content' },
  inputRefused: { state: 'refused', reason: 'input' },
  tooLong: { state: 'refused', reason: 'tooLong' },
  ourDefect: { state: 'refused', reason: 'request' },
  unknown: { state: 'unknown' },
  nothingMade: { state: 'unknown', isAnswered: true },
} as const satisfies Record<string, FaultMeaning>;

export type MeaningTable = Readonly<Record<string, FaultMeaning>>;

/** The facts of an unsuccessful answer. `code` comes from the body, null if it has none. */
export type FaultyAnswer = {
  status: number;
  code: string | null;
  retryAfter?: string | undefined;
};

/**
 * Classifies answers of one vendor: by the code in the body first, because one HTTP status may mean both "try later" and "no
 * balance"; then by the vendor's table of statuses, then by the general meaning of the status.
 */
export function createClassifier(
  meaningOfCode: MeaningTable,
  meaningOfStatus: MeaningTable = {},
): (answer: FaultyAnswer) => ProviderFault {
  return ({ status, code, retryAfter }) => ({
    ...(byCode(meaningOfCode, code ?? '') ??
      own(meaningOfStatus, String(status)) ??
      byStatus(status)),
    providerCode: code ?? `http-${status}`,
    httpStatus: status,
    retryAfterMs: toMilliseconds(retryAfter),
  });
}

/** The parts of an answer that decide about it. */
export type AnswerFacts = { status: number; body: unknown; retryAfter?: string | undefined };

export function faultAt(
  what: FaultMeaning,
  { status }: Pick<AnswerFacts, 'status'>,
  providerCode: string,
): ProviderFault {
  return { ...what, providerCode, httpStatus: status };
}

/** The vendor answered, and may have charged: not asked again, but not unknown either. */
export function nothingMade(providerCode: string, answer: AnswerFacts): ProviderFault {
  return faultAt(meaning.nothingMade, answer, providerCode);
}

/** Null for a success. `code` is the error code in the body, whatever the status is. */
export function faultOfAnswer(
  { status, body, retryAfter }: AnswerFacts,
  code: string | null,
  classify: (answer: FaultyAnswer) => ProviderFault,
): ProviderFault | null {
  if (status !== 200 || code !== null) return classify({ status, code, retryAfter });
  return body === undefined ? faultAt(meaning.unknown, { status }, 'not-json') : null;
}

/** A dotted code such as `Throttling.RateQuota` has the meaning of its longest known prefix. */
function byCode(table: MeaningTable, code: string): FaultMeaning | undefined {
  const end = code.lastIndexOf('.');
  return own(table, code) ?? (end > 0 ? byCode(table, code.slice(0, end)) : undefined);
}

/** Own entries only: a code called "constructor" has no meaning. */
function own(table: MeaningTable, key: string): FaultMeaning | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function byStatus(status: number): FaultMeaning {
  switch (status) {
    case 401:
    case 403:
    case 404:
      return meaning.disabled;
    case 429:
    case 500:
    case 502:
    case 503:
      return meaning.again;
    case 408:
      return meaning.unknown;
  }
  // A gateway timeout (504, 524) says nothing about what happens behind the gateway.
  if (status >= 500 || status < 300) return meaning.unknown;
  return status < 400 ? meaning.disabled : meaning.ourDefect;
}

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** No answer came. Only a request that failed before it was sent may be sent again. */
export function faultOfTransport(error: unknown): ProviderFault {
  const { code, syscall } = rootOf(error);
  const isUnsent = neverSent.has(code ?? '') || syscall === 'connect';
  return {
    ...(isUnsent ? meaning.again : meaning.unknown),
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
