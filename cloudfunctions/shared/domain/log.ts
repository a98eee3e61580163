export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Structured log lines of one call. Never prompts, keys or openids: fields are names, codes, counts and hashed ids. */
export type Log = {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** Needs a person: the log service's alarm searches for the marker of this line. */
  alarm(alarm: string, fields?: LogFields): void;
};

/** The kinds of an unknown error and of its causes with the driver's words, cut: nothing else of it may be logged. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { errMsg, cause } = error as { errMsg?: unknown; cause?: unknown };
  const text = `${error.name}: ${typeof errMsg === 'string' ? errMsg : error.message}`;
  return (cause instanceof Error ? `${text} ← ${describeError(cause)}` : text).slice(0, 300);
}
