import { toDiskError } from '../devtools/emulator/disk/disk-error';
import { PlainError } from '../devtools/emulator/plain-error';

/**
 * Ends a failed script: with one sentence for errors that its user can fix, such as wrong options; otherwise with the
 * stack.
 */
export function failScript(error: unknown): void {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  const known = toDiskError(error, path ?? 'the disk');
  const isMistyped = code?.startsWith('ERR_PARSE_ARGS_') === true;
  if (isMistyped)
    console.error(`${(error as Error).message.replace(/\.$/, '')}. --help shows the options.`);
  else console.error(known instanceof PlainError ? known.message : error);
  process.exitCode = 1;
}
