/** An error in the mini-program's sources that stops the build, with its location. */
export class BuildError extends Error {
  constructor(
    readonly file: string,
    message: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(placed(file, message, line, column));
    this.name = 'BuildError';
  }
}

/** Reports something that works differently here than on a phone, or not at all; the build continues. */
export type Warn = (file: string, message: string, line?: number, column?: number) => void;

export function placed(file: string, message: string, line?: number, column?: number): string {
  return `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}`;
}

/** Line (1-based) of the first occurrence of `needle`, so that an error in JSON can name a line. */
export function lineOf(text: string, needle: string): number | undefined {
  const index = text.indexOf(needle);
  return index < 0 ? undefined : text.slice(0, index).split('\n').length;
}
