import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import { beijingDay } from '../calendar';
import { kindOf } from '../commands/all';
import type { Call, Data, Evidence } from '../history';
import { idOf } from '../people';
import type { Target } from '../people';
import {
  answeredWorks,
  generateCalls,
  isSuccess,
  limitsOf,
  personOf,
  rowsOf,
  stepsBack,
  toRow,
  textOf,
} from './books';
import type { Row, Violation } from './books';

type ManagingCall = Call & { command: Extract<Call['command'], { target: Target }> };

/** I10: users neither see nor change data of others; answers to owners hold. */
export function checkOwnership(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'I10', text });
  const managing = evidence.calls.filter(
    (call): call is ManagingCall =>
      'target' in call.command && typeof call.command.target === 'object',
  );
  for (const { command, reply } of managing) {
    if (command.target.owner === command.who || reply?.code !== 200) continue;
    say(`${command.who} was served ${command.do} on a work of ${command.target.owner}`);
  }
  const rows = new Map(rowsOf(evidence.healed).map((row) => [row.id, row]));
  for (const call of evidence.calls) {
    if (call.command.do !== 'works' || !isSuccess(call)) continue;
    for (const { workId } of answeredWorks(call)) {
      const owner = rows.get(workId)?.openid;
      if (owner !== undefined && owner !== call.command.who) {
        say(`${call.command.who} was shown ${workId} of ${owner}`);
      }
    }
  }
  for (const row of rows.values()) {
    const own = managing.filter(
      ({ command }) => command.who === row.openid && idOf(command.target) === row.id,
    );
    const titles = own.flatMap(({ command }) =>
      command.do === 'updateWork' ? [command.title] : [],
    );
    if (![row.prompt.slice(0, 50), ...titles].includes(row.title))
      say(`${row.id} is called ${row.title}`);
    const isMarked = own.some(({ command }) => command.do === 'saveWork' && command.isFavorite);
    if (row.isFavorite && !isMarked) say(`${row.id} is a favourite of nobody`);
    const isRemoved = own.some(({ command }) => command.do === 'deleteWork');
    if (row.isDeleted && !isRemoved) say(`${row.id} was deleted by nobody`);
    if (evidence.lostRows.length === 0) found.push(...checkLastWord(row, own));
  }
  for (const user of evidence.healed.users) {
    if (textOf(user['nickname']).includes('色情')) {
      found.push({ rule: 'SAFE', text: `${textOf(user['_id'])} has a risky name` });
    }
  }
  return found;
}

/** The last change that was answered and overlaps no other must be in force. */
function checkLastWord(row: Row, own: ManagingCall[]): Violation[] {
  const found: Violation[] = [];
  const last = own.filter(({ command }) => command.do === 'saveWork').at(-1);
  if (last?.command.do === 'saveWork' && last.reply?.code === 200) {
    const { startedAt } = last;
    const others = own.filter((call) => call !== last && call.command.do === 'saveWork');
    // A call without an answer may take effect at any later time.
    const isAlone = others.every(
      (call) =>
        call.endedAt < startedAt && call.outcome.kind === 'answered' && !isUncertain(call.reply),
    );
    if (isAlone && row.isFavorite !== last.command.isFavorite) {
      found.push({
        rule: 'I10',
        text: `${row.id} forgot that it is ${last.command.isFavorite ? 'a' : 'no'} favourite`,
      });
    }
  }
  return found;
}

/** A write may have taken effect although its answer was lost. */
function isUncertain(reply: Call['reply']): boolean {
  return reply?.error === 'INTERNAL' || reply?.error === 'BUSY';
}

/**
 * I4 by the replies: a refusal at the limit means that the limit was reached, and the usage shown is neither too high
 * nor too low.
 */
export function checkLimits(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'I4', text });
  const isComparable = !stepsBack(evidence);
  for (const call of generateCalls(evidence)) {
    if (call.reply?.error !== 'DAILY_LIMIT_REACHED') continue;
    const { who, mode } = call.command;
    const limit = Math.min(...limitsOf(evidence, who));
    const wanted = mode === 'double' ? 2 : 1;
    const taken = Math.max(
      ...daysOf(call).map((day) => maxTaken(evidence, call, day, isComparable)),
    );
    if (taken < limit - wanted + 1) say(`${who} was refused at ${taken} of ${limit} works`);
  }
  for (const call of evidence.calls) {
    if (call.command.do !== 'usage' || !isSuccess(call)) continue;
    const used = Number(call.reply?.data?.['used']);
    const bounds = daysOf(call).map((day) => ({
      min: minTaken(evidence, call, day),
      max: maxTaken(evidence, call, day, isComparable),
    }));
    if (bounds.every(({ min, max }) => used < min || used > max)) {
      const expected = bounds.map(({ min, max }) => `${min} to ${max}`).join(' or ');
      say(`${call.command.who} was told ${used} works, it was ${expected}`);
    }
  }
  return found;
}

/** The days that may have been "today" during a call. */
export function daysOf({ startClock, endClock }: Pick<Call, 'startClock' | 'endClock'>): string[] {
  const [low, high] = [Math.min(startClock, endClock), Math.max(startClock, endClock)];
  const days = new Set([beijingDay(low), beijingDay(high)]);
  // The clock may have been moved to another day and back while the call was in flight.
  for (let at = low; at < high && days.size < 8; at += 43_200_000) days.add(beijingDay(at));
  return [...days];
}

/** The maximum number of seats of a day that can have been taken at any moment of the call. */
export function maxTaken(
  evidence: Evidence,
  call: Call,
  day: string,
  isComparable: boolean,
): number {
  const userId = userIdOf(call.command.who);
  const end = Math.max(call.startClock, call.endClock);
  const start = Math.min(call.startClock, call.endClock);
  const rows = evidence.healed.works
    .map(toRow)
    .filter((row) => row.userId === userId && row.day === day);
  // `updatedAt` is when the end was decided. The write may have taken a function's whole lifetime, and the clock may have
  // been set forward meanwhile.
  const slack = 60_000 + setForwardMs(evidence, call);
  return rows.filter((row) => {
    if (!isComparable) return true;
    const wasFreed = ['failed', 'cancelled'].includes(row.status) && row.updatedAt < start - slack;
    return row.createdAt <= end && !wasFreed;
  }).length;
}

/** How far the clock was set forward between the start of the scenario and this call. */
function setForwardMs({ calls }: Evidence, call: Call): number {
  const aheadOf = ({ startClock, startedAt }: Call): number => startClock - startedAt;
  const before = calls.filter(({ startedAt }) => startedAt <= call.startedAt).map(aheadOf);
  return Math.max(0, aheadOf(call) - Math.min(aheadOf(call), ...before));
}

/** Seats that were certainly taken during the whole call: those before the start, and works answered before the call. */
export function minTaken(evidence: Evidence, call: Call, day: string): number {
  const { who } = call.command;
  const earlier =
    beijingDay(evidence.scenario.startAt) === day ? personOf(evidence, who).filled : 0;
  const rows = new Map(rowsOf(evidence.healed).map((row) => [row.id, row]));
  const known = new Set<string>();
  for (const answered of generateCalls(evidence)) {
    if (answered.command.who !== who || answered.endedAt > call.startedAt) continue;
    for (const { workId } of answeredWorks(answered)) {
      const row = rows.get(workId);
      if (row?.status === 'completed' && row.day === day) known.add(workId);
    }
  }
  return earlier + known.size;
}

const expected = new Set([
  'DAILY_LIMIT_REACHED',
  'CREDITS_INSUFFICIENT',
  'REQUEST_REUSED',
  'SIGN_IN_REQUIRED',
  'CONTENT_REFUSED',
  'FORBIDDEN',
  'NOT_FOUND',
  'STORAGE_FULL',
  'QUOTA_EXCEEDED',
  'ANSWER_UNDER_WAY',
  'STUDIO_LIMIT_REACHED',
  'TOO_MANY_TASKS',
  'ASSET_GONE',
  'ASSET_REFUSED',
  'PRICE_CHANGED',
  'NOTHING_TO_RETRY',
  'PHOTO_UNFIT',
  'ORDER_REFUSED',
  'INVITE_REFUSED',
  'SECOND_ADMIN_REQUIRED',
  'OWN_PROPOSAL',
]);

/** A request that the rules refuse: an end in the past, or a membership that is not running. */
function isImpossible({ command, reply }: Call): boolean {
  const isChange =
    (command.do === 'plan' && command.plan === null) ||
    (command.do === 'limit' && command.until !== null);
  const isForeign = command.do === 'order' && command.codeOf !== undefined;
  if (isForeign) return reply?.error === 'LOGIN_CODE_REFUSED';
  return isChange && reply?.error === 'INVALID_INPUT';
}

/** Without disturbance every call succeeds or is refused for a reason in the rules. */
export function checkCalm(evidence: Evidence): Violation[] {
  const healing = evidence.calls.filter(({ command }) => command.id > 1_000_000);
  const calm = evidence.isUndisturbed ? evidence.calls : healing;
  return calm.flatMap((call): Violation[] => {
    const { command, outcome, reply } = call;
    // Pushes are not answered like calls.
    if (kindOf(command).toCall(command) === null || command.do === 'forgedPush') return [];
    const isTimer = command.do === 'reset' && command.by === 'timer';
    if (isTimer) {
      const isReset = outcome.kind === 'answered' && Number(reply?.['failed' as never]) === 0;
      return isReset
        ? []
        : [{ rule: 'CALM', text: `the reset ended with ${JSON.stringify(outcome)}` }];
    }
    if (command.do === 'sweep' || command.do === 'sync') {
      const summary = outcome.kind === 'answered' ? (outcome.reply as Record<string, unknown>) : {};
      const isFine = summary['errors'] === 0;
      return isFine
        ? []
        : [{ rule: 'CALM', text: `the ${command.do} ended with ${JSON.stringify(outcome)}` }];
    }
    const isRefusal = expected.has(reply?.error ?? '') || isImpossible(call);
    const isFine = reply !== null && (reply.code === 200 || isRefusal);
    return isFine
      ? []
      : [
          {
            rule: 'CALM',
            text: `${command.do} of ${command.who} ended with ${JSON.stringify(outcome)}`,
          },
        ];
  });
}

/** Collections that change with time alone. */
const growing = new Set(['user_storage_usage', 'provider_slots', 'orders']);

/**
 * I6: healing is idempotent, so the second run changes nothing. Thumbnails are an exception: they are made a few at a
 * time.
 */
export function checkTwice({ healed, healedTwice }: Evidence): Violation[] {
  // The stored bytes grow with each thumbnail.
  const names = Object.keys(healed).filter((name) => !growing.has(name));
  return names.flatMap((collection) => {
    const name = collection as keyof Data;
    const before = new Map(healed[name].map((row) => [textOf(row['_id']), row]));
    const after = new Map(healedTwice[name].map((row) => [textOf(row['_id']), row]));
    const ids = new Set([...before.keys(), ...after.keys()]);
    return [...ids]
      .filter((id) => !isFollowed(before.get(id)) && !isSame(before.get(id), after.get(id)))
      .map((id) => ({ rule: 'I6', text: `${name}/${id} changed in the second sweep` }) as const);
  });
}

/** The vendor is polled for a day about results that nobody waits for any more. */
function isFollowed(row: Document | undefined): boolean {
  return row?.['orphanUntil'] != null || row?.['outcome'] === 'accepted';
}

/** The object of an unchanged row is identical. */
function isSame(before: Document | undefined, after: Document | undefined): boolean {
  return before === after || textOfRow(before) === textOfRow(after);
}

function textOfRow(row: Document | undefined): string {
  const { thumbnailUrl: _url, thumbnailBytes: _bytes, ...rest } = row ?? {};
  return JSON.stringify(rest);
}
