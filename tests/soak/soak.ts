import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSoakCloud } from './cloud';
import type { SoakCloud } from './cloud';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { membershipOf } from '../support/membership';
import { createPerson, newDiary } from './people';
import type { Diary } from './people';

export type SoakFigures = {
  minutes: number;
  diary: Diary;
  cloudKills: number;
  functionKills: number;
  /** Midnights in Beijing across which the clock was moved. */
  midnights: string[];
  /** Null if no separate disk could be mounted. */
  fullDisks: number | null;
  checks: { name: string; exitCode: number | null }[];
  /** Reported to a user but missing afterwards. */
  lost: string[];
};

const people = 12;
/** The others are free users, who reach their daily limits. */
const members = 8;
const dayMs = 24 * 3_600_000;
const beijingMs = 8 * 3_600_000;
const root = join(__dirname, '../..');

/** Runs in real time with real processes; `random` decides what dies and when. */
export async function soak(
  { minutes, folder, random }: { minutes: number; folder: string; random: () => number },
  onProgress: (line: string) => void,
): Promise<SoakFigures> {
  const disk = mountDisk(folder);
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const cloud = await openSoakCloud(data);
  const diary = newDiary();
  const figures: SoakFigures = {
    ...{ minutes, diary, cloudKills: 0, functionKills: 0, midnights: [] },
    ...{ fullDisks: disk ? 0 : null, checks: [], lost: [] },
  };
  const endAt = Date.now() + minutes * 60_000;
  const isOver = () => Date.now() >= endAt;
  try {
    const rows = Array.from({ length: members }, (_, n) => membershipOf(userIdOf(nameOf(n)), 3));
    await cloud.ask('PUT', '/local/collections/user_subscriptions', { docs: rows });
    // These rows were written directly, so the members have no overviews until they sign in.
    for (let n = 0; n < members; n += 1) {
      const event = { action: 'wxLogin', data: {} };
      await cloud.ask('POST', '/local/invoke', { name: 'login', data: event, openid: nameOf(n) });
    }
    const crowd = Array.from({ length: people }, async (_, n) => {
      const act = createPerson(nameOf(n), cloud, diary);
      while (!isOver()) {
        await act(random);
        await sleep(100 + random() * 400);
      }
    });
    await Promise.all([...crowd, disturb(cloud, figures, { folder, random, isOver, onProgress })]);
    onProgress('the load is over; the cloud heals');
    await heal(cloud);
    figures.lost = await findLost(cloud, diary);
    figures.checks = runChecks(cloud.url());
    return figures;
  } finally {
    await cloud.end();
    if (disk) execFileSync('umount', ['-l', folder]);
  }
}

const nameOf = (n: number) => `soak-person-${n}`;

type Disturbance = {
  folder: string;
  random: () => number;
  isOver: () => boolean;
  onProgress: (line: string) => void;
};

async function disturb(
  cloud: SoakCloud,
  figures: SoakFigures,
  { folder, random, isOver, onProgress }: Disturbance,
): Promise<void> {
  const start = Date.now();
  for (let step = 1; !isOver(); step += 1) {
    await sleep(4_000 + random() * 6_000);
    if (isOver()) return;
    const isKilled = cloud.killFunction((count) => Math.floor(random() * count));
    if (isKilled) figures.functionKills += 1;
    if (step % 7 === 0) {
      figures.cloudKills += 1;
      await cloud.killAndRestart();
    }
    if (step % 12 === 5)
      figures.midnights.push(await crossMidnight(cloud, figures.midnights.length));
    if (step % 12 === 10 && figures.fullDisks !== null) {
      await withFullDisk(folder);
      figures.fullDisks += 1;
    }
    if (step % 5 === 0)
      onProgress(`${Math.round((Date.now() - start) / 1000)} s: ${progressOf(figures)}`);
  }
}

function progressOf({ cloudKills, diary, functionKills }: SoakFigures): string {
  return `${diary.calls} calls, ${cloudKills} deaths of the cloud, ${functionKills} of functions`;
}

/** Moves the clock to three seconds before midnight in Beijing, every other time on the last day of the month. */
async function crossMidnight(cloud: SoakCloud, count: number): Promise<string> {
  const there = new Date(cloud.now().getTime() + beijingMs);
  const [year, month, day] = [there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate()];
  const midnight =
    (count % 2 === 0 ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1, 1)) - beijingMs;
  await cloud.moveClock(midnight - 3_000 - Date.now()).catch(() => undefined);
  return new Date(midnight).toISOString();
}

/** Mounts a separate disk that can fill up. False: this machine does not allow it. */
function mountDisk(folder: string): boolean {
  const options = ['-t', 'tmpfs', '-o', 'size=1500m', 'tmpfs', folder];
  return process.platform === 'linux' && spawnSync('mount', options).status === 0;
}

/** Fills the disk except for some KB, so that some writes succeed and others fail. */
async function withFullDisk(folder: string): Promise<void> {
  const ballast = join(folder, 'ballast');
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 16_384)));
  } catch {
    // The cloud has filled the disk first.
  }
  await sleep(4_000);
  rmSync(ballast, { force: true });
}

/** One hour of ticks without users and faults, and another on the next day, which has a new budget. */
async function heal(cloud: SoakCloud): Promise<void> {
  await cloud.killAndRestart();
  await passHour(cloud);
  // If the month has ended, its reset runs with a timer of its own.
  await cloud.moveClock(cloud.offset() + dayMs);
  await cloud.ask('POST', '/local/trigger/resetChatQuotas/daily');
  await passHour(cloud);
}

async function passHour(cloud: SoakCloud): Promise<void> {
  for (let minute = 0; minute < 60; minute += 1) {
    await cloud.moveClock(cloud.offset() + 60_000);
    await cloud.ask('POST', '/local/trigger/tick/tick');
  }
}

async function findLost(cloud: SoakCloud, { orders, tasks, works }: Diary): Promise<string[]> {
  const missing = async (
    name: string,
    ids: Set<string>,
    states: readonly string[],
    field: string,
  ) => {
    const found: string[] = [];
    for (const id of ids) {
      const [row] = await cloud.rows(name, { _id: id });
      const state = row === undefined ? 'missing' : (row[field] as string);
      if (!states.includes(state)) found.push(`${name}/${id} (${state})`);
    }
    return found;
  };
  return [
    ...(await missing('works', works, ['completed'], 'status')),
    ...(await missing(
      'task_queue',
      tasks,
      ['completed', 'partial', 'failed', 'cancelled'],
      'state',
    )),
    ...(await missing('orders', orders, ['credited'], 'status')),
  ];
}

/** Derived counts may lag behind after a kill; the operator's repair puts them right, and the figures say that it was needed. */
function runChecks(url: string): SoakFigures['checks'] {
  const integrity = run('check-data-integrity', url);
  const repaired =
    integrity === 1 && run('fix-user-consistency', url) === 0
      ? {
          name: 'check-data-integrity after fix-user-consistency',
          exitCode: run('check-data-integrity', url),
        }
      : { name: 'check-data-integrity', exitCode: integrity };
  return [repaired, { name: 'check-wallet', exitCode: run('check-wallet', url) }];
}

function run(name: string, url: string): number | null {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', `scripts/${name}.ts`],
    { cwd: root, env: { ...process.env, LOCAL_CLOUD_URL: url }, encoding: 'utf8' },
  );
  if (status !== 0) console.log(stdout);
  return status;
}
