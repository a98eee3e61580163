import { join } from 'node:path';
import { buildSync } from 'esbuild';

let program: string | undefined;

/** The program that every instance runs (worker/instance.ts) as one plain script: worker threads know no TypeScript. */
export function instanceProgram(): string {
  program ??= bundle();
  return program;
}

function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, 'worker/instance.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
