/** Something in the mini-program's sources that cannot be built, with the place to look at. */
export class BuildError extends Error {
  constructor(
    readonly file: string,
    message: string,
    readonly line?: number,
    readonly column?: number,
  ) {
    super(`${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}`);
    this.name = 'BuildError';
  }
}

/** Line (1-based) of the first occurrence of `needle`, so that an error in JSON can name a line. */
export function lineOf(text: string, needle: string): number | undefined {
  const index = text.indexOf(needle);
  return index < 0 ? undefined : text.slice(0, index).split('\n').length;
}
