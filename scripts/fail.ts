import { toDiskError } from '../devtools/emulator/disk/disk-error';
import { PlainError } from '../devtools/emulator/plain-error';

/** Ends a script that failed: with one sentence for what its user can fix, with the stack for everything else. */
export function failScript(error: unknown): void {
  const { path } = (error ?? {}) as NodeJS.ErrnoException;
  const known = toDiskError(error, path ?? 'the disk');
  console.error(known instanceof PlainError ? known.message : error);
  process.exitCode = 1;
}
