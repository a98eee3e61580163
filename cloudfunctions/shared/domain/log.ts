export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log lines of one call. Never prompts, keys or openids: fields are names, codes, counts and hashed ids. */
export type Log = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Needs a person: the log service's alarm searches for the marker of this line. */
  alarm(alarm: string, fields?: LogFields): void;
};

/** The kinds of an unknown error and of its causes with the words of who threw it, cut and made harmless: nothing else of it may be logged. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { errMsg, cause } = error as { errMsg?: unknown; cause?: unknown };
  const words = typeof errMsg === 'string' ? errMsg : error.message;
  const text = `${error.name}: ${isOfCode(error) ? words : harmless(words)}`;
  return (cause instanceof Error ? `${text} ← ${describeError(cause)}` : text).slice(0, 300);
}

/** A bug of ours, told in names of the code. */
function isOfCode(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError;
}

/** WeChat says which call failed, and then what it likes, the text that it was asked about among it. */
const openApiFailure = /^(openapi\.[\w.]+:fail)\b.*$/s;
const openApiNumber = /(?<!\S)(-?\d+|rid: [\da-f-]+)(?!\S)/g;
/** A value that somebody quotes. */
const quoted = /"[^"]*"|'[^']*'|`[^`]*`/g;
const foreign = /[^\x20-\x7e]+/g;
const longWord = /[\w-]{16,}/g;
const ownId = /^[a-z]+_[\da-f]{24}$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const plainWord = /^[a-z_-]+$|^[A-Z_-]+$/;

/** A driver or a vendor may repeat what it was sent: prompts, keys and openids. What is left says what failed, and where. */
function harmless(words: string): string {
  const failure = openApiFailure.exec(words)?.[1];
  if (failure !== undefined) return [failure, ...(words.match(openApiNumber) ?? [])].join(' ');
  return words
    .replace(quoted, '…')
    .replace(foreign, '…')
    .replace(longWord, (word) => (ownId.test(word) || plainWord.test(word) ? word : '…'));
}
