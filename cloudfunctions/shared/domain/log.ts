export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log lines of one call. Never prompts, keys or openids: fields are names, codes, counts and hashed ids. */
export type Log = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Needs a person: the log service's alarm searches for the marker of this line. */
  alarm(alarm: string, fields?: LogFields): void;
};

/** Describes an error and its causes by names and sanitised, shortened messages. Nothing else of an error may be logged. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { errMsg, cause } = error as { errMsg?: unknown; cause?: unknown };
  const words = typeof errMsg === 'string' ? errMsg : error.message;
  const text = `${error.name}: ${isOfCode(error) ? words : harmless(words)}`;
  return (cause instanceof Error ? `${text} ← ${describeError(cause)}` : text).slice(0, 300);
}

/** Whether the message names only identifiers of our code, as the engine writes it. */
function isOfCode(error: Error): boolean {
  return error instanceof TypeError || error instanceof ReferenceError;
}

/** WeChat's message begins with the failed call; the rest is free text that may repeat the text of the request. */
const openApiFailure = /^(openapi\.[\w.]+:fail)\b.*$/s;
const openApiNumber = /(?<!\S)(-?\d+|rid: [\da-f-]+)(?!\S)/g;
/** Quoted values, which may repeat input. */
const quoted = /"[^"]*"|'[^']*'|`[^`]*`/g;
const foreign = /[^\x20-\x7e]+/g;
const longWord = /[\w-]{16,}/g;
const ownId = /^[a-z]+_[\da-f]{24}$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const plainWord = /^[a-z_-]+$|^[A-Z_-]+$/;

/** Removes what a driver or vendor may repeat of its input: prompts, keys, openids. The rest still says what failed. */
function harmless(words: string): string {
  const failure = openApiFailure.exec(words)?.[1];
  if (failure !== undefined) return [failure, ...(words.match(openApiNumber) ?? [])].join(' ');
  return words
    .replace(quoted, '…')
    .replace(foreign, '…')
    .replace(longWord, (word) => (ownId.test(word) || plainWord.test(word) ? word : '…'));
}
