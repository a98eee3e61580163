import { existsSync, readFileSync } from 'node:fs';

/**
 * Variables of a `.env` file: one `NAME=value` a line, `#` begins a comment line, quotes around a value are taken off. There is
 * no substitution and no value over several lines.
 */
export function readEnvironmentFile(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  return Object.fromEntries(
    readFileSync(path, 'utf8')
      // Editors of Windows begin a file with it.
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .flatMap((line) => {
        const [, name, value = ''] =
          /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')]];
      }),
  );
}
