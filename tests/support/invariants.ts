import type { Document } from '../../devtools/emulator/database/database';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import { createPlanReader } from '../../cloudfunctions/shared/data/quota/plan-reader';
import { parseSubscriptionOrNull } from '../../cloudfunctions/shared/data/rows/subscription';
import { defaultLimit } from '../../cloudfunctions/shared/domain/quota/quota';
import { parseUser } from '../../cloudfunctions/shared/data/rows/user';
import type { User } from '../../cloudfunctions/shared/data/rows/user';
import { parseWork } from '../../cloudfunctions/shared/data/rows/work';
import { hasFailed, isRunning } from '../../cloudfunctions/shared/domain/work/work';
import type { Work } from '../../cloudfunctions/shared/domain/work/work';
import type { TestCloud } from './cloud';

/** The rows that the rules are about. */
export type Books = {
  works: Document[];
  backups: Document[];
  users: Document[];
  creditLogs: Document[];
  subscriptions?: Document[];
  plans?: Document[];
  planFeatures?: Document[];
};
type Log = { id: string; userId: string; kind: string; amount: number; workId: string };

export function readBooks(cloud: TestCloud): Books {
  const rows = (name: string) => cloud.collection(name).rows();
  return {
    works: rows('works'),
    backups: rows('emergency_backup'),
    users: rows('users'),
    creditLogs: rows('credit_logs'),
    subscriptions: rows('user_subscriptions'),
    plans: rows('plans'),
    planFeatures: rows('plan_features'),
  };
}

/**
 * Checks the rows against the rules of a generation's life; returns violations as sentences. `settled`: the faults
 * have stopped and the sweeper has run, so everything must have ended.
 */
export function violations(books: Books, { settled = false } = {}): string[] {
  const works = books.works.map(parseWork);
  const users = books.users.map(parseUser);
  const logs = books.creditLogs.map(toLog);
  const waiting = books.backups
    .filter((row) => row.isRecovered !== true)
    .map((row) => text(row._id));
  return [
    ...works.flatMap((work) => ofWork(work, logs)),
    ...ofSeats(works),
    ...users.flatMap((user) => ofUser(user, works, logs, highestLimit(user, books))),
    ...logs.flatMap((log) => ofRefund(log, logs)),
    ...(settled ? ofSettled(works, waiting) : []),
  ];
}

function ofWork(work: Work, logs: Log[]): string[] {
  const found: string[] = [];
  const has = (kind: string) => logs.some((log) => log.id === `${kind}:${work.id}`);
  const day = work.replayOf === undefined ? businessDay(work.createdAt) : '';
  if (work.day !== day) found.push(`I5 ${work.id} left its day`);
  if (work.status === 'completed' && work.imageUrl === '')
    found.push(`I1 ${work.id} has no picture`);
  if (work.cost > 0 && !has('consume')) found.push(`I2 ${work.id} was not charged`);
  const isPaidBack = hasFailed(work) || work.fidelityRefunded === 1;
  if (has('refund') !== (isPaidBack && work.cost > 0)) {
    found.push(`I3 ${work.id} is ${work.status}, refunded: ${has('refund')}`);
  }
  if (hasFailed(work) && work.refundedCredits !== work.cost) {
    found.push(`I3 ${work.id} says it gave back ${work.refundedCredits} of ${work.cost}`);
  }
  if (hasFailed(work) && work.seat !== `released:${work.id}`) {
    found.push(`I4 ${work.id} failed and keeps its seat`);
  }
  return found;
}

function ofSeats(works: Work[]): string[] {
  const seats = new Map<string, string>();
  return works.flatMap((work) => {
    const other = seats.get(work.seat);
    seats.set(work.seat, work.id);
    return other === undefined ? [] : [`I4 ${work.id} and ${other} share ${work.seat}`];
  });
}

function ofUser(user: User, works: Work[], logs: Log[], limit: number): string[] {
  const found: string[] = [];
  const sum = logs
    .filter((log) => log.userId === user.id)
    .reduce((total, { amount }) => total + amount, 0);
  if (user.credits !== sum) found.push(`I7 ${user.id} has ${user.credits}, its records say ${sum}`);
  if (user.credits < 0) found.push(`I7 ${user.id} has less than nothing`);
  const counted = works.filter((work) => work.userId === user.id && !hasFailed(work));
  const days = new Map<string, number>();
  for (const { day } of counted) days.set(day, (days.get(day) ?? 0) + 1);
  for (const [day, count] of days) {
    if (count > limit) found.push(`I4 ${user.id} has ${count} works on ${day}`);
  }
  return found;
}

const planReader = createPlanReader(({ collection, id }) => {
  throw new Error(`${collection}/${id} is malformed.`);
});

/** The highest limit from any source during the day: a limit may have been lowered after works were made. */
function highestLimit(
  { id, userType }: User,
  { subscriptions = [], plans = [], planFeatures = [] }: Books,
): number {
  const subscription = parseSubscriptionOrNull(subscriptions.find((row) => row._id === id));
  const planRow = plans.find((row) => row._id === subscription?.planId);
  const nobody = { userType, subscription: null, plan: null };
  return Math.max(
    defaultLimit('image_daily', nobody, new Date(0)),
    planReader.readPlan(planRow, planFeatures)?.values.image_daily ?? 0,
    subscription?.customQuotas.image_daily?.value ?? 0,
  );
}

function ofRefund(log: Log, logs: Log[]): string[] {
  if (log.kind !== 'refund') return [];
  const charge = logs.find(({ id }) => id === `consume:${log.workId}`);
  return charge?.amount === -log.amount ? [] : [`I8 ${log.id} has no charge of its amount`];
}

function ofSettled(works: Work[], waiting: string[]): string[] {
  return [
    ...works.filter(isRunning).map((work) => `I11 ${work.id} is still ${work.status}`),
    ...waiting.map((id) => `I11 ${id} still waits in the backup`),
  ];
}

function toLog(row: Document): Log {
  const { _id, userId, kind, amount, workId } = row;
  return {
    id: text(_id),
    userId: text(userId),
    kind: text(kind),
    amount: Number(amount),
    workId: text(workId),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** For hooks: throws if a rule is broken. */
export function requireInvariants(cloud: TestCloud, options: { settled?: boolean } = {}): void {
  const broken = violations(readBooks(cloud), options);
  if (broken.length > 0) throw new Error(broken.join('\n'));
}
