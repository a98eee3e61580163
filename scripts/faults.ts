import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign } from '../tests/faults/campaign';
import { flows } from '../tests/faults/exhaustive';
import { mutants } from '../tests/faults/mutants/all';
import type { Mutant } from '../tests/faults/mutants/mutant';
import { races } from '../tests/faults/races';
import { seedsFrom, subjects } from '../tests/faults/scenario';
import { toFailureText, toMarkdown, toText } from '../tests/faults/report';
import { replay } from '../tests/faults/replay';
import { soakPartOf, withSoakPart } from '../tests/soak/report';
import { failScript } from './fail';

const help = `npm run faults -- [--scenarios N] [--seed S] [--exhaustive] [--orders [--part K/N]] [--mutants] [--report]
npm run faults -- --seeds SEED,SEED,…
npm run faults -- --replay SEED

Plays seeded scenarios against the product's functions in virtual time, breaks what can break, and checks the invariants.

  --scenarios N   how many scenarios (default 1000)
  --seed S        the seed of the first one (default 1)
  --seeds LIST    these scenarios instead
  --about WORD    only scenarios about quotas, avatars, studio or wallet
  --exhaustive    also strikes every single call of each flow, and lets commands meet at every moment
  --orders        also tells every order of up to three events of one purchase, killed after each call, and 5 000 seeded stories
  --part K/N      of these stories only the Kth of N parts, for machines that have no hours at a time
  --only WORDS    of flows and races only those with these words in their name, several with commas
  --mutants       also takes the guards away, one by one: each has to be caught
  --mutant WORDS  only the guards with these words in their name, several with commas
  --report        writes docs/reliability.md
  --replay SEED   one scenario with its history and logs; shrinks it when it fails
`;

function mutantsOf(values: { mutants: boolean; mutant?: string | undefined }): readonly Mutant[] {
  const { mutant: words } = values;
  if (words === undefined) return values.mutants ? mutants : [];
  return mutants.filter(({ guard }) => words.split(',').some((word) => guard.includes(word)));
}

/** Null if the text is not a part. */
function partOf(text: string): { nth: number; of: number } | null {
  const [, nth, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  return nth !== undefined && of !== undefined && nth >= 1 && nth <= of ? { nth, of } : null;
}

function named<Item extends { name: string }>(
  items: readonly Item[],
  isExhaustive: boolean,
  words: string | undefined,
): readonly Item[] {
  if (words === undefined) return isExhaustive ? items : [];
  return items.filter(({ name }) => words.split(',').some((word) => name.includes(word)));
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      scenarios: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string' },
      about: { type: 'string' },
      exhaustive: { type: 'boolean', default: false },
      orders: { type: 'boolean', default: false },
      mutants: { type: 'boolean', default: false },
      mutant: { type: 'string' },
      only: { type: 'string' },
      part: { type: 'string' },
      report: { type: 'boolean', default: false },
      replay: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [scenarios, seed, replayed] = [values.scenarios, values.seed, values.replay ?? '1'].map(
    Number,
  );
  const part = values.part === undefined ? undefined : partOf(values.part);
  const seeds = values.seeds?.split(',').map(Number) ?? null;
  if (
    values.help ||
    part === null ||
    scenarios === undefined ||
    seed === undefined ||
    replayed === undefined ||
    ![scenarios, seed, replayed, ...(seeds ?? [])].every(Number.isInteger)
  ) {
    console.log(help);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'faults-'));
  try {
    if (values.replay !== undefined) {
      process.exitCode = (await replay(replayed, folder, console.log)) ? 0 : 1;
      return;
    }
    const { exhaustive: isExhaustive, only } = values;
    const subject = subjects.find((name) => name === values.about);
    const played = seeds ?? (subject && seedsFrom(seed, subject, scenarios));
    const figures = await runCampaign({
      scenarios: played?.length ?? scenarios,
      seed: played?.[0] ?? seed,
      seeds: played ?? null,
      flows: named(flows, isExhaustive, only),
      races: named(races, isExhaustive, only),
      ...(values.orders ? { orders: { every: 1, seeded: 5_000, ...(part && { part }) } } : {}),
      mutants: mutantsOf(values),
      folder,
      onProgress: (line) => console.log(`  ${line}`),
    });
    console.log(`\n${toText(figures)}`);
    const failures = toFailureText(figures);
    if (failures !== '') console.log(`\n${failures}`);
    if (values.report) {
      const command = `npm run faults -- --scenarios ${scenarios} --seed ${seed} --exhaustive --orders --mutants --report`;
      const path = join(__dirname, '../docs/reliability.md');
      const soaked = existsSync(path) ? soakPartOf(readFileSync(path, 'utf8')) : '';
      writeFileSync(path, withSoakPart(toMarkdown(figures, command), soaked));
      console.log('\nwritten to docs/reliability.md');
    }
    const isCaught = figures.mutants.every(({ caughtBy }) => caughtBy !== null);
    process.exitCode = failures === '' && isCaught ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

run().catch(failScript);
