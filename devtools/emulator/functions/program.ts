import { join } from 'node:path';
import { buildSync } from 'esbuild';

let program: string | undefined;

/**
 * The program that every instance runs (worker/instance.ts), bundled as one plain script: neither worker threads nor
 * older versions of Node can load TypeScript.
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
    // The process may run the cloud's oldest runtime.
    target: 'node16.13',
    format: 'cjs',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
