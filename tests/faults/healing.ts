import type { Document } from '../../devtools/emulator/database/database';
import { followUpMs } from '../../cloudfunctions/shared/domain/time/due';
import { textOf } from './checker/books';
import { spoiltPrefix } from './commands/spoil';
import { watched } from './history';
import type { Data, Evidence, StoredFile } from './history';
import { play } from './play';
import type { Notes } from './play';
import { lookAtQueue } from './queue-looks';
import type { QueueLook } from './queue-looks';
import type { Scenario } from './scenario';
import type { RepairSummary } from './tools/repair';
import type { World } from './world/world';

const staleMs = 180_000;
/** All tasks end within an hour. */
const settlingMs = 3_600_000;
/** How long the timer polls the payment channel about an unpaid order. */
const orderLifeMs = 73 * 3_600_000;
const minTickMs = 1_000;
const maxTicks = 80;
const maxLeaseMs = 90_000;
/** The maximum duration of a picture's moderation, plus the error of a clock. */
const maxMediaCheckMs = 45 * 60_000;
/** The maximum error of a clock, plus the duration of a look. */
const maxAheadMs = 600_000;
/** The second sweep has nothing to do; checking that in every second scenario is enough. */
const secondSweepEvery = 2;
/** An admin's check reads everything, which is as expensive as several commands. */
const repairEvery = 16;
/** Higher than the ids of all commands of a scenario. */
const keys = {
  ...{ first: 1_000_001, second: 1_000_002, usage: 1_000_003, repair: 1_000_004 },
  ...{ sync: 1_000_005, accounts: 1_000_100, ticks: 1_000_200 },
};

export type Healing = Pick<
  Evidence,
  | 'atRest'
  | 'restClock'
  | 'queueLooks'
  | 'healed'
  | 'healedTwice'
  | 'synced'
  | 'files'
  | 'repaired'
  | 'endClock'
>;

/** After the faults have stopped: time passes, the sweeper runs twice, and an admin runs the tools. */
export async function heal(scenario: Scenario, world: World, notes: Notes): Promise<Healing> {
  const { time } = world;
  // Calls in flight on the cloud's side may still take effect; after this time nothing runs.
  await time.runUntil(time.sleep(staleMs));
  const moveTo = (moment: number): void => time.move(Math.max(0, moment - time.now()));
  moveTo(newestWork(world) + staleMs);
  moveTo(endOfLeases(world));
  moveTo(nextLook(world));
  moveTo(endOfMediaChecks(world));
  // A lease that was too far in the future to be respected may be valid by now.
  moveTo(endOfLeases(world));
  const atRest = readData(world);
  const restClock = time.now();
  const queueLooks: QueueLook[] = [];
  await sweep(keys.first);
  if (scenario.studio != null) await tickUntilQuiet();
  if (scenario.hasWallet === true) await tickUntilSettled();
  const healed = readData(world);
  const healedTwice = scenario.seed % secondSweepEvery === 0 ? await sweepAgain() : healed;
  await lookAtUsage();
  const synced = isAboutQuotas(healedTwice) ? await syncQuotas() : healedTwice;
  const files = readFiles(world);
  const repaired = scenario.seed % repairEvery === 0 ? await repair(world) : null;
  const endClock = time.now();
  const cleaned = { healed, healedTwice, synced };
  return { atRest, restClock, queueLooks, ...cleaned, files, repaired, endClock };

  /** The pushes that answer its moderation requests are part of a sweep. */
  async function sweep(id: number): Promise<void> {
    look();
    await time.runUntil(play({ id, at: 0, who: '', do: 'sweep' }, world, notes));
    await time.runUntil(world.pushesEnded());
    look();
  }

  function look(): void {
    if (scenario.studio != null) queueLooks.push(lookAtQueue(world));
  }

  /** Fires the timer each time it plans to look, for an hour. */
  async function tickUntilQuiet(): Promise<void> {
    const end = time.now() + settlingMs;
    for (let round = 0; round < maxTicks && plannedLook(world) <= end; round += 1) {
      moveTo(Math.max(plannedLook(world), time.now() + minTickMs));
      await sweep(keys.ticks + round);
    }
  }

  /** Fires the timer until our rows match WeChat's payments and refunds, for three days at most. */
  async function tickUntilSettled(): Promise<void> {
    const end = time.now() + orderLifeMs;
    for (let round = 0; round < maxTicks && hasOpenOrders(world); round += 1) {
      const moment = plannedLook(world);
      if (moment > end) return;
      moveTo(Math.max(moment, time.now() + minTickMs));
      await sweep(keys.ticks + round);
    }
  }

  async function sweepAgain(): Promise<Data> {
    time.move(followUpMs);
    await sweep(keys.second);
    return readData(world);
  }

  /** Runs the timer of the limits, and reads the AP shown to each user of the chat. */
  async function syncQuotas(): Promise<Data> {
    time.move(followUpMs);
    await time.runUntil(play({ id: keys.sync, at: 0, who: '', do: 'sync' }, world, notes));
    await time.runUntil(world.pushesEnded());
    const askers = new Set(
      scenario.commands.flatMap(({ do: what, who }) => (what === 'ask' ? [who] : [])),
    );
    let id = keys.accounts;
    for (const who of askers) {
      await time.runUntil(play({ id: (id += 1), at: 0, who, do: 'ap' }, world, notes));
    }
    return readData(world);
  }

  /** Opens the usage page of a user who generated. */
  async function lookAtUsage(): Promise<void> {
    const asked = scenario.commands.find((command) => command.do === 'generate');
    if (asked === undefined) return;
    const { who } = asked;
    await time.runUntil(play({ id: keys.usage, at: 0, who, do: 'usage' }, world, notes));
  }
}

/** Repairs derived data, and runs the check. */
async function repair(world: World): Promise<Evidence['repaired']> {
  const call = { name: 'repair', event: {}, openid: null, key: keys.repair };
  const outcome = await world.time.runUntil(world.call(call));
  if (outcome.kind !== 'answered') throw new Error(`The repair ended with ${outcome.reason}.`);
  const { works, users, user_storage_usage } = readData(world);
  return { ...(outcome.reply as RepairSummary), works, users, user_storage_usage };
}

function isAboutQuotas(data: Data): boolean {
  return (
    data.user_subscriptions.some(({ isSynced }) => isSynced !== true) ||
    data.quota_audit_logs.length + data.chat_messages.length > 0
  );
}

function newestWork({ backend }: World): number {
  return backend.database
    .find('works', {})
    .docs.filter(({ _id }) => !isSpoilt(_id))
    .reduce((newest, { createdAt }) => Math.max(newest, Number(createdAt)), 0);
}

/** A sweeper with a fast clock that died after taking over works holds their leases longer. */
function endOfLeases({ backend, time }: World): number {
  const leases = backend.database
    .find('works', { query: { status: { $in: ['pending', 'processing'] } } })
    .docs.map(({ leaseUntil }) => Number(leaseUntil))
    .sort((a, b) => a - b);
  // A lease that ends further in the future than any valid lease is ignored.
  return leases.reduce(
    (end, leaseUntil) => (leaseUntil > end && leaseUntil <= end + maxLeaseMs ? leaseUntil : end),
    time.now(),
  );
}

/** A moderation request whose call died is repeated once its verdict is overdue. */
function endOfMediaChecks({ backend, time }: World): number {
  return backend.database
    .find('moderations', { query: { state: 'checking' } })
    .docs.map(({ dueAt }) => Number(dueAt))
    .filter((dueAt) => dueAt <= time.now() + maxMediaCheckMs)
    .reduce((latest, dueAt) => Math.max(latest, dueAt), time.now());
}

/** After a tick with a fast clock died during a look, the next one comes later. */
function nextLook(world: World): number {
  const now = world.time.now();
  const moment = plannedLook(world);
  return moment <= now + maxAheadMs ? moment : now;
}

function plannedLook({ backend }: World): number {
  const [next] = backend.database.find('timers', {}).docs;
  return Math.min(Number(next?.['dueAt']), Number(next?.['lookAt']));
}

/** Orders that are paid at WeChat but not here, or are being refunded. */
function hasOpenOrders({ backend, wechat }: World): boolean {
  return backend.database.find('orders', {}).docs.some(({ _id: id, _openid: owner, status }) => {
    const known = wechat.orders.find(textOf(id));
    const isOurs = known !== null && known.openid === owner && known.env === 0;
    const order = isOurs ? known : null;
    const isOpen = status === 'created' || status === 'closed' || status === 'paid';
    return status === 'refunding' || (isOpen && order !== null && order.paidAt !== null);
  });
}

function readData({ backend }: World): Data {
  const rows = (name: string): Document[] =>
    backend.database.find(name, {}).docs.filter(({ _id }) => !isSpoilt(_id));
  return Object.fromEntries(watched.map((name) => [name, rows(name)])) as Data;
}

function readFiles({ backend: { files } }: World): StoredFile[] {
  return files.list().map(({ path }) => ({ path, bytes: files.read(path) ?? Buffer.alloc(0) }));
}

function isSpoilt(id: unknown): boolean {
  return textOf(id).startsWith(spoiltPrefix);
}
