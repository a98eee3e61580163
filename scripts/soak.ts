import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../tests/faults/world/random';
import { isHealthy, toSoakPart, withSoakPart } from '../tests/soak/report';
import { soak } from '../tests/soak/soak';
import { failScript } from './fail';

const help = `npm run soak -- [--minutes N] [--seed S] [--report]

People use every feature of a local cloud in real time while it and its functions are killed, its clock crosses midnight and the
end of the month, and its disk fills up. Afterwards every check has to be healthy, and nothing that somebody was told may be lost.

  --minutes N  how long (default 5)
  --seed S     what dies when (default 1)
  --report     writes the figures into docs/reliability.md
`;

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      report: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (values.help || !(minutes > 0) || !Number.isInteger(seed)) {
    console.log(help);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const randomness = createRandom(seed);
  try {
    const figures = await soak({ minutes, folder, random: () => randomness.next() }, console.log);
    const part = toSoakPart(figures, seed);
    console.log(part);
    if (values.report) {
      const path = join(__dirname, '../docs/reliability.md');
      writeFileSync(path, withSoakPart(readFileSync(path, 'utf8'), part));
    }
    process.exitCode = isHealthy(figures) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

run().catch(failScript);
