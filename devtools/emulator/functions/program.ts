import { join } from 'node:path';
import { buildSync } from 'esbuild';

let program: string | undefined;

/**
 * The program that every instance runs (worker/instance.ts) as one plain script: neither worker threads nor other
 * versions of Node know TypeScript.
 */
export function instanceProgram(): string {
  program ??= bundle();
  return program;
}

function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, 'worker/instance.ts')],
    bundle: true,
    platform: 'node',
    // A process may be of the oldest runtime of the cloud.
    target: 'node16.13',
    format: 'cjs',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
