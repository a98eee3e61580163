import { spawnSync } from 'node:child_process';

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
    ['node_modules/typescript/bin/tsc', '-p', project],
    {
      stdio: 'inherit',
    },
  );
  if (status !== 0) failed = true;
}
process.exit(failed ? 1 : 0);
