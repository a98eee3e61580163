import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import { toPath } from '../../../devtools/emulator/identity';
import { violationsOf } from '../../support/studio-invariants';
import { isSubmit, taskOf } from '../commands/studio';
import type { SubmitAct } from '../commands/studio';
import type { CommandOf } from '../commands/kind';
import type { Call, Evidence } from '../history';
import { nameOf, personOf, textOf, toLog } from './books';
import type { Rule, Violation } from './books';
import { checkClaims } from './claims';
import { checkLeases } from './leases';

type SubmitCall = Call & { command: CommandOf<SubmitAct> };

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** S1 to S12: tasks, checked on requests, replies, what the vendor received, and the remaining rows. */
export function checkStudio(evidence: Evidence): Violation[] {
  if (evidence.scenario.studio == null) return [];
  return [
    ...checkRowsOfTasks(evidence),
    ...checkSubmits(evidence),
    ...checkMoney(evidence),
    ...checkOrders(evidence),
    ...checkTurns(evidence),
    ...checkMessages(evidence),
    ...checkPrivacy(evidence),
    ...checkPhotos(evidence),
    ...checkLeases(evidence),
    ...checkClaims(evidence),
  ];
}

function checkRowsOfTasks({
  healedTwice,
  files,
  endClock,
  orders,
  scenario,
}: Evidence): Violation[] {
  const rows = (name: string): Document[] => {
    const all = healedTwice[name as keyof typeof healedTwice] as Document[] | undefined;
    // Seeded works have no files.
    return (all ?? []).filter(({ _id }) => !textOf(_id).startsWith('earlier_'));
  };
  const source = { rows, paths: files.map(({ path }) => path), now: new Date(endClock + hourMs) };
  const creates = orders.length;
  const waitsForTomorrow = scenario.studio?.dailyFen != null;
  return violationsOf(source, { settled: !waitsForTomorrow, creates }).map((text) => {
    const [rule = 'S1'] = text.split(' ');
    return { rule: rule as Rule, text: text.slice(rule.length + 1) };
  });
}

/** S1 by the replies: one key makes one task, and an answered task persists. */
function checkSubmits(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'S1', text });
  const tasks = new Map(evidence.healedTwice.task_queue.map((row) => [textOf(row['_id']), row]));
  const calls = evidence.calls.filter((call): call is SubmitCall => isSubmit(call.command));
  const asked = new Map<string, SubmitCall[]>();
  for (const call of calls) {
    const id = taskOf({ owner: call.command.who, request: call.command.request });
    asked.set(id, [...(asked.get(id) ?? []), call]);
    if (call.reply?.code !== 200) continue;
    const task = call.reply.data?.['task'] as { taskId: string; total: number };
    if (task.taskId !== id || !tasks.has(id)) say(`${id} was answered and is nowhere`);
    const { command } = call;
    const wanted = command.do === 'shoot' ? command.count : 1;
    if (task.total !== wanted) say(`${id} was answered with ${task.total} of ${wanted} pictures`);
  }
  const retried = evidence.calls.flatMap(({ command }) =>
    command.do === 'retryTask' ? [taskOf({ owner: command.who, request: command.request })] : [],
  );
  for (const [id, row] of tasks) {
    const isReplay = evidence.healedTwice.task_jobs.some(
      (job) => job['taskId'] === id && job['replayOf'] != null,
    );
    if (!asked.has(id) && !retried.includes(id) && !isReplay) say(`${id} was asked for by nobody`);
    if (nameOf(evidence, textOf(row['userId'])) === null) say(`${id} belongs to nobody`);
  }
  for (const { command, reply } of evidence.calls) {
    const isForeign =
      'of' in command && 'request' in command.of && command.of.owner !== command.who;
    if (!isForeign || reply?.code !== 200) continue;
    const isAdmin = personOf(evidence, command.who).tier === 'admin';
    const isDecision = command.do === 'replay' || command.do === 'discard';
    if (!(isDecision && isAdmin)) {
      found.push({ rule: 'S11', text: `${command.who} was served ${command.do} of another` });
    }
  }
  return found;
}

/** S2 by the ledger: every picture is charged once, and refunded once if it was not delivered or was paid back. */
function checkMoney({ healedTwice }: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'S2', text });
  const logs = healedTwice.credit_logs.map(toLog);
  for (const row of healedTwice.works) {
    if (row['taskId'] === undefined) continue;
    const id = textOf(row['_id']);
    const cost = Number(row['cost']);
    const own = logs.filter(({ workId }) => workId === id);
    const charged = own.filter(({ kind }) => kind === 'consume').map(({ amount }) => -amount);
    const back = own.filter(({ kind }) => kind === 'refund').map(({ amount }) => amount);
    const isDelivered = row['status'] === 'completed';
    const isRunning = row['status'] === 'pending';
    const isBack = (!isDelivered && !isRunning) || row['fidelityRefunded'] === 1;
    const wanted = cost > 0 && isBack ? [cost] : [];
    if (charged.join() !== (cost > 0 ? String(cost) : ''))
      say(`${id} was charged ${charged.join()}`);
    if (back.join() !== wanted.join()) say(`${id} was given back ${back.join() || 'nothing'}`);
    if (Number(row['refundedCredits']) !== (wanted[0] ?? 0)) say(`${id} says another refund`);
    const seat = textOf(row['seat']);
    if (isDelivered && row['replayOf'] == null && seat.startsWith('released'))
      say(`${id} has no seat`);
    if (!isDelivered && !isRunning && !seat.startsWith('released')) say(`${id} keeps its seat`);
  }
  return found;
}

/** S3, S5 and S12, checked on the orders that the vendor received. */
function checkOrders({ orders, healedTwice, scenario }: Evidence): Violation[] {
  const found: Violation[] = [];
  const { studio } = scenario;
  if (studio == null) return found;
  const notes = scenario.commands.flatMap((command) => (command.do === 'shoot' ? [command] : []));
  for (const { who, request, note } of notes) {
    const id = taskOf({ owner: who, request });
    const retries = scenario.commands.flatMap((command) =>
      command.do === 'retryTask' && command.of.owner === who && command.of.request === request
        ? [taskOf({ owner: command.who, request: command.request })]
        : [],
    );
    const replays = healedTwice.task_jobs.filter(({ replayOf }) => replayOf != null);
    const tasks = new Set([id, ...retries, ...replays.map(({ taskId }) => textOf(taskId))]);
    const sent = orders.filter(({ prompt }) => prompt.includes(note));
    const attempts = healedTwice.task_attempts.filter(
      ({ taskId, outcome }) => tasks.has(textOf(taskId)) && outcome !== 'notSent',
    );
    if (sent.length > attempts.length) {
      found.push({
        rule: 'S3',
        text: `${id} was ordered ${sent.length} times in ${attempts.length}`,
      });
    }
  }
  const models = new Set(orders.map(({ model }) => model));
  for (const model of models) {
    const own = orders.filter((order) => order.model === model);
    for (const { at } of own) {
      const inFlight = own.filter(
        (order) => order.at <= at && Math.min(order.endedAt, order.at + maxHeldMs) > at,
      );
      if (inFlight.length > studio.maxConcurrent) {
        found.push({ rule: 'S5', text: `${model} had ${inFlight.length} orders at ${at}` });
      }
    }
  }
  const fen = healedTwice.studio_budget_days.map((row) => Number(row['startedFen']));
  if (studio.dailyFen !== null && fen.some((started) => started > (studio.dailyFen ?? 0))) {
    found.push({ rule: 'S12', text: `${fen.join()} fen of ${studio.dailyFen} a day` });
  }
  return found;
}

/** The vendor is not waited for longer than this. */
const maxHeldMs = 590_000;

/**
 * S6: turns are fair. Each picture of a user stands one step behind the user's picture before it; half a step for
 * members.
 */
function checkTurns(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const byUser = new Map<string, Document[]>();
  for (const job of evidence.healedTwice.task_jobs) {
    const userId = textOf(job['userId']);
    byUser.set(userId, [...(byUser.get(userId) ?? []), job]);
  }
  for (const [userId, jobs] of byUser) {
    const name = nameOf(evidence, userId);
    if (name === null) continue;
    const stepMs = personOf(evidence, name).tier === 'free' ? 10_000 : 5_000;
    const turns = jobs.map(({ turn }) => Number(turn)).sort((a, b) => a - b);
    const isCrowded = turns.some(
      (turn, index) => index > 0 && turn - (turns[index - 1] ?? 0) < stepMs,
    );
    const hasReplay = jobs.some(({ replayOf }) => replayOf != null);
    if (isCrowded && !hasReplay)
      found.push({ rule: 'S6', text: `${name} has turns beside each other` });
    const early = jobs.some(({ turn, createdAt }) => Number(turn) < Number(createdAt) - minuteMs);
    if (early) found.push({ rule: 'S6', text: `${name} has a turn before its time` });
  }
  return found;
}

/** S9: the balance of consents equals those given minus messages sent, and nobody is notified twice. */
function checkMessages({ healedTwice, messages, calls }: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'S9', text });
  const told = messages.map(({ openid, page }) => `${openid} ${page}`);
  if (new Set(told).size < told.length) say(`somebody was told twice: ${told.join()}`);
  for (const row of healedTwice.subscribe_consents) {
    const [balance, accepts, sends, lost] = ['balance', 'accepts', 'sends', 'lost'].map((field) =>
      Number(row[field] ?? 0),
    ) as [number, number, number, number];
    const id = textOf(row['_id']);
    if (balance !== accepts - sends - lost || balance < 0) say(`${id} has ${balance}`);
    const asked = calls.flatMap(({ command }) =>
      command.do === 'consent' && id.startsWith(userIdOf(command.who)) ? [command.request] : [],
    );
    if (accepts > new Set(asked).size) say(`${id} counts ${accepts} of ${asked.length} answers`);
  }
  return found;
}

/** S10: no file of the studio lies where phones can read it before it has passed moderation or after it was refused. */
function checkPrivacy({ healedTwice, files }: Evidence): Violation[] {
  const found: Violation[] = [];
  const paths = new Set(files.map(({ path }) => path));
  for (const row of healedTwice.works) {
    if (row['taskId'] === undefined || row['status'] !== 'completed') continue;
    const id = textOf(row['_id']);
    const path = toPath(textOf(row['imageUrl'])) ?? '';
    const passed = healedTwice.moderations.some(
      ({ state, fileId }) => state === 'pass' && toPath(textOf(fileId)) === path,
    );
    if (!passed) found.push({ rule: 'S10', text: `${id} was delivered without having passed` });
    if (!paths.has(path) && row['deletedAt'] == null) {
      found.push({ rule: 'S10', text: `${id} was delivered without a file` });
    }
    if (row['type'] === 'fitting' && !path.startsWith('private/')) {
      found.push({ rule: 'S10', text: `${id} shows a person where phones can read` });
    }
  }
  return found;
}

/** S8: kept photos have their files, and every file has an owner. */
function checkPhotos({ healedTwice, files, endClock }: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'S8', text });
  const uses = new Set(
    healedTwice.asset_uses.map((row) => `${textOf(row['assetId'])} ${textOf(row['taskId'])}`),
  );
  for (const { taskId, userId } of healedTwice.task_jobs) {
    const garment = healedTwice.assets.find(
      (row) => row['userId'] === userId && textOf(row['_id']).endsWith('_garment'),
    );
    const use = `${textOf(garment?.['_id'])} ${textOf(taskId)}`;
    if (!uses.has(use)) say(`${textOf(taskId)} has no use of its photo`);
  }
  const paths = new Set(files.map(({ path }) => path));
  const kept = new Set<string>();
  for (const row of healedTwice.assets) {
    const id = textOf(row['_id']);
    const path = toPath(textOf(row['fileId'])) ?? '';
    const isGone = row['filesRemovedAt'] != null || row['stage'] === 'begun';
    if (!isGone) kept.add(path);
    if (!isGone && !paths.has(path)) say(`${id} is kept without its file`);
    if (row['removedAt'] != null && row['kind'] === 'person' && !isGone)
      say(`${id} was removed and is kept`);
    const isOld = Number(row['createdAt']) < endClock - dayMs;
    if (row['status'] === 'pending' && isOld) say(`${id} is still pending`);
  }
  for (const path of paths) {
    const isPhoto = path.startsWith('private/assets/') && !path.endsWith('.thumb.jpg');
    if (isPhoto && !kept.has(path)) say(`${path} is nobody's`);
  }
  return found;
}
