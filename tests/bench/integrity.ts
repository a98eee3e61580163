import type { Bench, BenchCloud } from './bench';
import type { Document } from './client';
import { sampleOf } from './processes/spawn';
import type { IntegritySample } from './processes/integrity';
import { isWithin, milliseconds, times } from './row';
import type { Result, Row } from './row';

const faster = { atLeast: 20 };
const memory = { atMost: 256 };
const worksPerUser = 10;
const batch = 5000;

/** The same data asked in our way and in the conventional one, each in a process of its own through the real SDK. */
export const integrity: Row = {
  name: 'integrity',
  measure: (bench: Bench) =>
    bench.withProductClouds(1, async ([cloud]) => {
      if (cloud === undefined) throw new Error('There is no cloud.');
      const users = bench.isQuick ? 1000 : 10_000;
      await fill(cloud, users);
      const planted = await plant(cloud);
      const ask = (way: string) =>
        sampleOf<IntegritySample>('integrity.ts', [way], {
          NODE_OPTIONS: '--import tsx',
          LOCAL_CLOUD_URL: cloud.url,
        });
      const first = await ask('light');
      const asWritten = await ask('conventional');
      const reaching = await ask('conventional-all');
      const second = await ask('light');
      const full = await ask('full');
      const light = first.milliseconds < second.milliseconds ? second : first;
      return toResults({ users, planted, light, full, asWritten, reaching });
    }),
};

type Measured = {
  users: number;
  planted: string[];
  light: IntegritySample;
  full: IntegritySample;
  asWritten: IntegritySample;
  reaching: IntegritySample;
};

function toResults({ users, planted, light, full, asWritten, reaching }: Measured): Result[] {
  const size = `${(users * worksPerUser).toLocaleString('en')} works of ${users.toLocaleString('en')} users`;
  const ratio = reaching.milliseconds / light.milliseconds;
  const missed = planted.filter((id) => !full.accused.includes(id));
  const isRight = missed.length === 0 && full.accusedCount === full.accused.length;
  return [
    {
      what: `integrity check (daily), ${size}`,
      ours: `${milliseconds(light.milliseconds)}, ${light.queries} queries`,
      baseline: `${milliseconds(reaching.milliseconds)}, ${reaching.queries.toLocaleString('en')} queries`,
      ratio: `${ratio.toFixed(0)}× faster`,
      target: `≥ ${faster.atLeast}× faster`,
      isMet: isWithin(ratio, faster),
      note: 'the slower of two runs around one of the conventional check, which was made to page through all users; both ask for totals and counts per user, ours for seats, stuck works and backups as well',
    },
    {
      what: `integrity check (weekly: every row, the ledger), ${size}`,
      ours: `${milliseconds(full.milliseconds)}, ${full.queries} queries`,
      baseline: 'the conventional check has no such thing',
      ratio: times(full.milliseconds / reaching.milliseconds),
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
      note: `peak of the whole process, TypeScript loader included; the daily one ${light.peakMegabytes.toFixed(0)} MB`,
    },
    {
      what: `integrity check, ${planted.length} planted faults found · others accused`,
      ours: `${planted.length - missed.length} · ${full.accusedCount - (planted.length - missed.length)}`,
      baseline: `${found(asWritten, planted)} · ${asWritten.accusedCount - found(asWritten, planted)}`,
      ratio: '',
      target: 'all · 0',
      isMet: isRight,
      note: wrongs({ users, planted, light, full, asWritten, reaching }),
    },
  ];
}

function found({ accused }: IntegritySample, planted: string[]): number {
  return planted.filter((id) => accused.includes(id)).length;
}

function wrongs({ users, asWritten, reaching }: Measured): string {
  return [
    'what the conventional check gets wrong:',
    `it sees ${asWritten.works} of ${(users * worksPerUser).toLocaleString('en')} works and ${asWritten.users} of ${users.toLocaleString('en')} users, because a read gives 100 rows;`,
    `it compares generateCount with all works although failed ones do not count, so that of all users it accuses ${reaching.accusedCount.toLocaleString('en')};`,
    'it has no eye for seats, charges, refunds, balances, rows of a wrong shape, stuck works and waiting backups;',
    'it asks row by row while users work, and reports what is only under way',
  ].join(' ');
}

/** Free users with a welcome, ten works each, one of them failed and refunded: books that agree. */
async function fill(cloud: BenchCloud, users: number): Promise<void> {
  const rows = { users: [], works: [], credit_logs: [] } as Record<string, Document[]>;
  const flush = async (least: number): Promise<void> => {
    for (const [name, docs] of Object.entries(rows)) {
      if (docs.length > least) await cloud.put(name, docs.splice(0));
    }
  };
  for (let user = 0; user < users; user += 1) {
    addPerson(rows, user);
    await flush(batch);
  }
  await flush(0);
}

function addPerson(rows: Record<string, Document[]>, user: number): void {
  const name = user.toString(16).padStart(24, '0');
  const userId = `user_${name}`;
  let credits = 0;
  const log = (id: string, kind: string, amount: number, workId?: string): void => {
    const before = credits;
    credits += amount;
    const createdAt = moment(1000 * (user * 20 + (rows['credit_logs']?.length ?? 0)));
    const entry = { userId, kind, amount, before, after: credits, title: '', createdAt };
    rows['credit_logs']?.push({ _id: id, ...entry, ...(workId === undefined ? {} : { workId }) });
  };
  log(`welcome:${userId}`, 'welcome', 100);
  for (let n = 1; n <= worksPerUser; n += 1) {
    const id = workId(user, n);
    const isFailed = n === worksPerUser;
    rows['works']?.push(workOf(id, userId, n, isFailed));
    log(`consume:${id}`, 'consume', -1, id);
    if (isFailed) log(`refund:${id}`, 'refund', 1, id);
  }
  rows['users']?.push({
    ...{ _id: userId, openid: name, nickname: '小满', userType: 'wechat', vipLevel: 0 },
    ...{ credits, generateCount: worksPerUser - 1, inviteCode: 'ABCDEFGH' },
    ...{ createdAt: moment(0), updatedAt: moment(0) },
  });
}

function workOf(id: string, userId: string, n: number, isFailed: boolean): Document {
  const imageUrl = isFailed ? '' : `cloud://bench/works/${userId}/${id}.png`;
  return {
    ...{ _id: id, id, userId, openid: userId, _openid: userId, requestId: `request-${n}` },
    ...{ type: 'text2img', mode: 'single', title: '雨中的橘猫', originalPrompt: '雨中的橘猫' },
    ...{
      prompt: '雨中的橘猫',
      enhancedPrompt: '雨中的橘猫，水彩',
      size: '1024x1024',
      quality: 'hd',
    },
    ...{ provider: 'zhipu', imageUrl, images: isFailed ? [] : [imageUrl], thumbnailUrl: imageUrl },
    ...{ isFavorite: false, status: isFailed ? 'failed' : 'completed' },
    ...{ seat: isFailed ? `released:${id}` : `${userId}:20260105:${n}`, day: '20260105' },
    ...{ cost: 1, refundedCredits: isFailed ? 1 : 0, deletedAt: null },
    ...{ createdAt: moment(0), updatedAt: moment(9000), completedAt: moment(9000) },
  };
}

const workId = (user: number, n: number): string =>
  `work_${(user * 100 + n).toString(16).padStart(24, '0')}`;
const moment = (offsetMs: number) => ({
  $date: new Date(Date.UTC(2026, 0, 5, 4) + offsetMs).toISOString(),
});

/** Breaks rows of people far behind the first hundred; answers the ids that a check has to name. */
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
