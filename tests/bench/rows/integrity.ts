import type { Bench, BenchCloud } from '../bench';
import { fillBooks, workId, worksPerUser } from '../books';
import type { Document } from '../client';
import { sampleOf } from '../processes/spawn';
import type { IntegritySample } from '../processes/integrity';
import { isWithin, milliseconds, times } from '../row';
import type { Result, Row } from '../row';

const faster = { atLeast: 20 };
const memory = { atMost: 256 };
const networkMs = 10;

/** Our check and the conventional one on the same data, each in its own process through the real SDK. */
export const integrity: Row = {
  name: 'integrity',
  measure: (bench: Bench) =>
    bench.withProductClouds(1, async ([cloud]) => {
      if (cloud === undefined) throw new Error('There is no cloud.');
      const users = bench.isQuick ? 1000 : 10_000;
      await fillBooks(cloud, users);
      const ask = (way: string) =>
        sampleOf<IntegritySample>('integrity.ts', [way], {
          NODE_OPTIONS: '--import tsx',
          LOCAL_CLOUD_URL: cloud.url,
        });
      const near = await compare(ask);
      // Simulates the network that calls cross in the real cloud.
      await cloud.setFaults([{ service: 'database', fault: 'delay', delayMs: networkMs }]);
      const far = await compare(ask);
      await cloud.clearFaults();
      const full = await ask('full');
      const planted = await plant(cloud);
      const damaged = { full: await ask('full'), asWritten: await ask('conventional') };
      return toResults({ users, planted, near, far, full, damaged });
    }),
};

type Comparison = { light: IntegritySample; reaching: IntegritySample };

/** Takes the slower of two runs of our check, one before and one after the conventional check. */
async function compare(ask: (way: string) => Promise<IntegritySample>): Promise<Comparison> {
  const first = await ask('light');
  const reaching = await ask('conventional-all');
  const second = await ask('light');
  return { light: first.milliseconds < second.milliseconds ? second : first, reaching };
}

type Measurement = {
  users: number;
  planted: string[];
  near: Comparison;
  far: Comparison;
  full: IntegritySample;
  /** The same, with planted faults. */
  damaged: { full: IntegritySample; asWritten: IntegritySample };
};

function toResults(measured: Measurement): Result[] {
  const { users, planted, near, far, full, damaged } = measured;
  const size = `${(users * worksPerUser).toLocaleString('en')} works of ${users.toLocaleString('en')} users`;
  const missed = planted.filter((id) => !damaged.full.accused.includes(id));
  const isRight = missed.length === 0 && damaged.full.accusedCount === planted.length;
  return [
    toRatio(`integrity check (daily), ${size}, ${networkMs} ms of network per call`, far),
    toRatio(`integrity check (daily), ${size}, no network`, near),
    {
      what: `integrity check (weekly: every row, the ledger), ${size}`,
      ours: `${milliseconds(full.milliseconds)}, ${full.queries} queries`,
      baseline: 'the conventional check has no such thing',
      ratio: times(full.milliseconds / near.reaching.milliseconds),
      target: 'none',
      isMet: true,
      note: 'reads every work whole and every row of credit_logs beside it; files left out on both sides',
    },
    {
      what: `integrity check (weekly), ${size}, resident memory`,
      ours: `${full.peakMegabytes.toFixed(0)} MB`,
      baseline: '',
      ratio: '',
      target: `≤ ${memory.atMost} MB`,
      isMet: isWithin(full.peakMegabytes, memory),
      note: `peak of the whole process, TypeScript loader included; the daily one ${near.light.peakMegabytes.toFixed(0)} MB`,
    },
    {
      what: `integrity check, ${planted.length} planted faults found · others accused`,
      ours: `${planted.length - missed.length} · ${damaged.full.accusedCount - (planted.length - missed.length)}`,
      baseline: `${found(damaged.asWritten, planted)} · ${damaged.asWritten.accusedCount - found(damaged.asWritten, planted)}`,
      ratio: '',
      target: 'all · 0',
      isMet: isRight,
      note: wrongs(measured),
    },
  ];
}

function toRatio(what: string, { light, reaching }: Comparison): Result {
  const ratio = reaching.milliseconds / light.milliseconds;
  return {
    what,
    ours: `${milliseconds(light.milliseconds)}, ${light.queries} queries`,
    baseline: `${milliseconds(reaching.milliseconds)}, ${reaching.queries.toLocaleString('en')} queries`,
    ratio: `${ratio.toFixed(1)}× faster`,
    target: `≥ ${faster.atLeast}× faster`,
    isMet: isWithin(ratio, faster),
    note: 'the slower of two runs around one of the conventional check, which was made to page through all users; both count per user, ours looks at seats, stuck works and backups as well',
  };
}

function found({ accused }: IntegritySample, planted: string[]): number {
  return planted.filter((id) => accused.includes(id)).length;
}

function wrongs({ users, near: { reaching }, damaged: { asWritten } }: Measurement): string {
  return [
    'what the conventional check gets wrong:',
    `it sees ${asWritten.works} of ${(users * worksPerUser).toLocaleString('en')} works and ${asWritten.users} of ${users.toLocaleString('en')} users, because a read gives 100 rows;`,
    `it compares generateCount with all works although failed ones do not count, so that of all users it accuses ${reaching.accusedCount.toLocaleString('en')};`,
    'it has no eye for seats, charges, refunds, balances, rows of a wrong shape, stuck works and waiting backups;',
    'it asks row by row while users work, and reports what is only in flight',
  ].join(' ');
}

/** Damages rows of users far beyond the first hundred; returns the ids that a check has to report. */
async function plant(cloud: BenchCloud): Promise<string[]> {
  const change = async (name: string, id: string, fields: Document): Promise<void> => {
    const { docs } = await cloud.find(name, { _id: id });
    if (docs[0] === undefined) throw new Error(`There is no ${id} in ${name}.`);
    await cloud.put(name, [{ ...docs[0], ...fields }]);
  };
  const user = (n: number) => `user_${n.toString(16).padStart(24, '0')}`;
  await change('users', user(700), { generateCount: 3 });
  await change('users', user(710), { credits: 5000 });
  await change('works', workId(720, 10), { seat: `${user(720)}:20260105:77` });
  await change('works', workId(730, 1), { day: '20260106' });
  await change('works', workId(740, 1), { imageUrl: 'https://provider.example/gone.png' });
  await change('works', workId(750, 1), { cost: 3 });
  return [user(700), user(710), workId(720, 10), workId(730, 1), workId(740, 1), workId(750, 1)];
}
