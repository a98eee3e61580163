import { cpus, totalmem } from 'node:os';
import type { Figures } from './campaign';
import type { FlowResult } from './exhaustive';
import { describe, maxMutantSeeds } from './mutants/run';
import type { RaceResult } from './races';
import {
  chatFaults,
  cloudFaults,
  editFaults,
  orderFaults,
  phoneFaults,
  pollFaults,
  providerFaults,
  visionFaults,
  wechatFaults,
} from './world/faults';

const number = new Intl.NumberFormat('en');

export function toText(figures: Figures): string {
  const { tally, wallMs, processes } = figures;
  const struck = Object.entries(tally.struck).sort(([, a], [, b]) => b - a);
  const total = struck.reduce((sum, [, count]) => sum + count, 0);
  return [
    `scenarios   ${number.format(tally.scenarios)}, ${percent(tally.faulted, tally.scenarios)} of them disturbed`,
    `requests    ${number.format(tally.requests)} on the cloud and the provider, for ${number.format(tally.commands)} commands`,
    `faults      ${number.format(total)} of ${struck.length} kinds: ${struck.map(([name, count]) => `${name} ${count}`).join(', ')}`,
    `outages     ${list(tally.outages)}`,
    `incidents   ${list(tally.incidents)}`,
    `answers     ${list(tally.answers)}`,
    `virtual     ${(tally.virtualMs / 3_600_000).toFixed(0)} h`,
    `wall        ${(wallMs / 1000).toFixed(1)} s in ${processes} processes`,
    `violations  ${tally.failed.length}`,
    ...figures.flows.map(flowLine),
    ...figures.races.map(raceLine),
    ...figures.orders.map(({ name, tried, held }) => `one order    ${name}: ${held} of ${tried}`),
    ...figures.mutants.map((mutant) => `mutant      ${mutant.guard}: ${describe(mutant)}`),
  ].join('\n');
}

function flowLine({ name, points, tried, held }: FlowResult): string {
  return `every call  ${name}: ${held} of ${tried} at ${points} points`;
}

function raceLine({ name, tried, held }: RaceResult): string {
  return `every moment ${name}: ${held} of ${tried}`;
}

/** The failures, each with the command that reproduces it. */
export function toFailureText(figures: Figures): string {
  const seeds = figures.tally.failed.map(({ seed, violations }) =>
    [
      `seed ${seed}`,
      ...violations.map((text) => `  ${text}`),
      `  npm run faults -- --replay ${seed}`,
    ].join('\n'),
  );
  const struck = figures.flows.flatMap(({ name, failures }) =>
    failures.map(
      ({ nth, fault, texts }) => `${name}, ${fault} at call ${nth}: ${texts.join('; ')}`,
    ),
  );
  const met = figures.races.flatMap(({ name, failures }) =>
    failures.map(({ at, texts }) => `${name}, at ${at} ms: ${texts.join('; ')}`),
  );
  const told = figures.orders.flatMap(({ failures }) =>
    failures.map(({ story, texts }) => `${story}: ${texts.join('; ')}`),
  );
  return [...seeds, ...struck, ...met, ...told].join('\n');
}

/** The complete text of docs/reliability.md. */
export function toMarkdown(figures: Figures, command: string): string {
  const { tally, wallMs, processes } = figures;
  const provider = new Set<string>([
    ...[...providerFaults, ...chatFaults, ...orderFaults],
    ...[...editFaults, ...pollFaults, ...visionFaults, ...wechatFaults],
  ]);
  const kinds = cloudFaults.length + phoneFaults.length + provider.size;
  const sections = [
    '# Reliability',
    `Written by \`${command}\`; do not edit. The claim is about our code on the local cloud's semantics, which were compared with the real SDK, not with the real cloud.`,
    `Seeded scenarios of people who sign in, generate, repeat requests, manage their works, chat, reach their limits and are given others, have garments photographed, recharge and are given back are played against the deployed bundles in virtual time, while calls on the cloud and on the provider fail, hang, are answered late or not at all, functions are killed, collections go down, the clock jumps and the cloud restarts from its journal. When the faults stop, one run of the sweeper has to heal everything. A checker that sees only what was asked, what was answered and what is left verifies the invariants I1 to I11 of generations, C1 to C10 of limits and the chat, S1 to S12 of the studio and W1 to W10 of the wallet; it does not know what was struck. How it works: [tests/faults](../tests/faults).`,
    '## Figures',
    table(
      ['what', 'figure'],
      [
        [
          'scenarios',
          `${number.format(tally.scenarios)}, seeds ${figures.seed} to ${figures.seed + tally.scenarios - 1}`,
        ],
        ['scenarios with at least one fault or incident', percent(tally.faulted, tally.scenarios)],
        ['commands of people', number.format(tally.commands)],
        ['requests on the cloud and the provider', number.format(tally.requests)],
        [
          'kinds of faults',
          `${kinds}, ${Object.keys(tally.struck).length} of them struck; outages and incidents beside them`,
        ],
        [
          'faults that struck',
          number.format(Object.values(tally.struck).reduce((a, b) => a + b, 0)),
        ],
        ['virtual time', `${(tally.virtualMs / 3_600_000).toFixed(0)} h`],
        ['wall time', `${(wallMs / 1000).toFixed(0)} s in ${processes} processes (${machine()})`],
        ['scenarios that broke an invariant', String(tally.failed.length)],
      ],
    ),
    '## Faults that struck',
    table(['fault', 'times'], counts(tally.struck)),
    table(['outage: what, and how its calls failed', 'scenarios'], counts(tally.outages)),
    table(['incident', 'times'], counts(tally.incidents)),
    '## Every call struck',
    'Each call of a flow is killed before it, killed after it, failed before and failed after, one at a time; then the same request is repeated and the sweeper runs.',
    table(
      ['flow', 'calls', 'struck and held'],
      figures.flows.map(({ name, points, tried, held }) => [
        name,
        String(points),
        `${held} of ${tried}`,
      ]),
    ),
    '## Every moment',
    'Commands that meet begin at every millisecond around a call of each other.',
    table(
      ['race', 'moments tried and held'],
      figures.races.map(({ name, tried, held }) => [name, `${held} of ${tried}`]),
    ),
    '## One order',
    'What can happen to an order after its tap: the answer is lost and the tap repeated, its phone asks, WeChat pushes and pushes again, the timer runs, an admin asks, it is closed, it is paid late, it is refunded. Afterwards it has been credited exactly once or not at all, and the books are balanced.',
    table(
      ['stories', 'told and held'],
      figures.orders.map(({ name, tried, held }) => [name, `${held} of ${tried}`]),
    ),
    '## Guards taken away',
    `Without its guards the suite has to fail, or its silence would mean nothing. Each guard is taken out of the source and the functions are built again. Then the race that is about it is run, or scenarios from seed ${figures.seed} on are played until one fails, ${maxMutantSeeds} at most.`,
    table(
      ['guard', 'caught by', 'as'],
      figures.mutants.map(({ guard, caughtBy, as }) => [
        guard,
        caughtBy ?? 'not caught',
        as.replaceAll('|', '/'),
      ]),
    ),
    '## To see it again',
    '```\n' +
      `${command}\nnpm run faults -- --replay SEED    # one scenario with its history and logs, shrunk when it fails\n` +
      '```',
  ];
  return `${sections.join('\n\n')}\n`;
}

function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;
}

function counts(of: Record<string, number>): string[][] {
  return Object.entries(of)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => [name, number.format(count)]);
}

function list(of: Record<string, number>): string {
  return counts(of)
    .map(([name, count]) => `${name ?? ''} ${count ?? ''}`)
    .join(', ');
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(1)} %`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
