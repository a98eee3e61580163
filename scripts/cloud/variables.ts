import { join } from 'node:path';
import { readEnvironmentFile } from '../../devtools/emulator/environment-file';

/** Environment variables by name, from the shell and `.env`. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Variables of `.env`, overridden by those of the shell. */
export function readVariables(path = join(__dirname, '../../.env')): Variables {
  return { ...readEnvironmentFile(path), ...process.env };
}
