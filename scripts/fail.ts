import { toDiskError } from '../devtools/emulator/disk/disk-error';
import { PlainError } from '../devtools/emulator/plain-error';

/**
 * Ends a failed script: with one sentence for errors that its user can fix, such as wrong options; otherwise with the
 * stack.
 */
export function failScript(error: unknown): void {
  // A DOMException has a number as its code.
  const { code, path } = (error ?? {}) as { code?: unknown; path?: string };
  const known = toDiskError(error, path ?? 'the disk');
  const isMistyped = typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS_');
  if (isMistyped)
    console.error(`${(error as Error).message.replace(/\.$/, '')}. --help shows the options.`);
  else console.error(known instanceof PlainError ? known.message : error);
  process.exitCode = 1;
}
