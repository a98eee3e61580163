import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchCloud } from '../bench';
import { fillBooks, worksPerUser } from '../books';
import { projectRoot } from '../folders';
import { milliseconds } from '../row';
import type { Row } from '../row';

type Ended = { code: number | null; output: string; ms: number };

/** Backs up a whole database and restores it into an empty cloud, with the operator's commands. */
export const backup: Row = {
  name: 'backup',
  measure: (bench) =>
    bench.withProductClouds(2, async ([full, empty]) => {
      if (full === undefined || empty === undefined) throw new Error('There are no clouds.');
      const users = bench.isQuick ? 1_000 : 10_000;
      await fillBooks(full, users);
      // Causes a finding, so that comparing the reports is meaningful.
      const { docs } = await full.find('users', { credits: 91 }, 1);
      await full.put('users', [{ ...docs[0], credits: 5_000 }]);
      // The seed is part of the backup, so the target is emptied.
      await empty.reset(false);
      const folder = mkdtempSync(join(tmpdir(), 'bench-backup-'));
      try {
        const saved = await run(full, 'backup', '--local', '--out', join(folder, 'rows'));
        const restored = await run(
          empty,
          'restore',
          ...['--local', '--from', join(folder, 'rows'), '--apply'],
        );
        for (const { code, output } of [saved, restored]) if (code !== 0) throw new Error(output);
        const before = await findings(full);
        const isSame = before !== '[]' && before === (await findings(empty));
        const size = `${(users * worksPerUser).toLocaleString('en')} works of ${users.toLocaleString('en')} users`;
        return [
          {
            what: `backup · restore into an empty cloud, ${size}`,
            ours: `${milliseconds(saved.ms)} · ${milliseconds(restored.ms)}`,
            ...{ baseline: '', ratio: '', target: 'the check says the same of both' },
            isMet: isSame,
            note: `findings of check-data-integrity in both: ${before}`,
          },
        ];
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
};

async function findings(cloud: BenchCloud): Promise<string> {
  const { output } = await run(cloud, 'check-data-integrity', '--json');
  const report = JSON.parse(output.slice(output.indexOf('{'))) as { findings: unknown };
  return JSON.stringify(report.findings);
}

async function run({ url }: BenchCloud, script: string, ...options: string[]): Promise<Ended> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(projectRoot, `scripts/${script}.ts`), ...options],
    {
      cwd: projectRoot,
      env: { ...process.env, LOCAL_CLOUD_URL: url },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, ms: performance.now() - startedAt };
}
