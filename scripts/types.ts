import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';

const projects = [
  'tsconfig.json',
  'miniprogram/tsconfig.json',
  'devtools/simulator/tsconfig.json',
  'tests/components/tsconfig.json',
];

let failed = false;
for (const project of projects) {
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/typescript/bin/tsc',
      '-p',
      project,
      '--incremental',
      '--tsBuildInfoFile',
      join('node_modules/.cache/types', dirname(project), 'tsconfig.tsbuildinfo'),
    ],
    {
      stdio: 'inherit',
    },
  );
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
