import { existsSync, readFileSync } from 'node:fs';

/**
 * Reads the variables of a `.env` file: one `NAME=value` per line, `#` starts a comment line, quotes around a value are
 * removed. Substitution and multi-line values are not supported.
 */
export function readEnvironmentFile(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  return Object.fromEntries(
    readFileSync(path, 'utf8')
      // Windows editors put a byte order mark at the start.
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .flatMap((line) => {
        const [, name, value = ''] =
          /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')]];
      }),
  );
}
