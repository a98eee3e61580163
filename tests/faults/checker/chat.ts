import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import { nextMonth } from '../calendar';
import { answerOf, isQuestion, sessionOf } from '../commands/chat';
import type { AskAct } from '../commands/chat';
import type { CommandOf } from '../commands/kind';
import type { Call, Evidence } from '../history';
import { groupBy, nameOf, textOf } from './books';
import type { Violation } from './books';
import { possibleLimits, spanOf, stepBackMs } from './limits';
import { riskyWord } from '../words';

type AskCall = Call & { command: CommandOf<AskAct> };
type Answer = { id: string; userId: string; text: string; status: string; apUsed: number };
type Log = { id: string; userId: string; apUsed: number; createdAt: number };

const priceAp = 1;
const hasWords = /[\p{L}\p{N}]/u;
/** The model's thoughts, as the stub writes them into an answer. */
const thoughts = /<\/?think|先想清楚光和主体/;
/** A moment may be older than its commit by the lifetime of a function. */
const lifeMs = 60_000;
const holdMs = 120_000;
/** A payment is dated in the month that it counts for, unless clocks differ by more than this. */
const turnMs = 300_000;

/** C1 to C6 and C10: an answer costs if and only if it is complete or stopped, costs once, and never exceeds the limit. */
export function checkChat(evidence: Evidence): Violation[] {
  const calls = askCalls(evidence);
  if (calls.length === 0) return [];
  if (calls.some(({ command }) => command.aheadMs !== undefined)) {
    // Months and moments written by an instance with a wrong clock cannot be judged, only that its account recovers.
    return [
      ...checkAnswers(evidence),
      ...checkAnswered(evidence, calls),
      ...checkResets(evidence),
      ...checkPrivacy(evidence),
    ];
  }
  return [
    ...checkAnswers(evidence),
    ...checkAnswered(evidence, calls),
    ...checkMonths(evidence, calls),
    ...checkSpending(evidence, calls),
    ...checkTold(evidence, calls),
    ...checkPrivacy(evidence),
  ];
}

function askCalls({ calls }: Evidence): AskCall[] {
  return calls.filter((call): call is AskCall => isQuestion(call.command));
}

function answersOf({ synced }: Evidence): Answer[] {
  return synced.chat_messages
    .filter(({ role }) => role === 'assistant')
    .map(({ _id, userId, text, status, apUsed, proposal }) => ({
      id: textOf(_id),
      userId: textOf(userId),
      // A proposal counts as text.
      text: `${textOf(text)}${proposal === undefined ? '' : JSON.stringify(proposal)}`,
      status: textOf(status),
      apUsed: Number(apUsed),
    }));
}

function logsOf({ synced }: Evidence): Log[] {
  return synced.chat_usage_logs.map(({ _id, userId, apUsed, createdAt }) => ({
    id: textOf(_id),
    userId: textOf(userId),
    apUsed: Number(apUsed),
    createdAt: Number(createdAt),
  }));
}

/** C1, C4 and C6, checked on the rows. */
function checkAnswers(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const logs = groupBy(logsOf(evidence), ({ id }) => id);
  const answers = new Map(answersOf(evidence).map((answer) => [answer.id, answer]));
  for (const { id, status, text, apUsed } of answers.values()) {
    const say = (rule: Violation['rule'], what: string): void =>
      void found.push({ rule, text: `${id} ${what}` });
    const stands = status === 'completed' || (status === 'stopped' && text !== '');
    const own = logs.get(id) ?? [];
    const paid = own.reduce((sum, log) => sum + log.apUsed, 0);
    if (status === 'streaming') say('C6', 'is still in flight');
    if (own.length !== (stands ? 1 : 0)) say('C1', `is ${status} and has ${own.length} usage logs`);
    if (paid !== (stands ? priceAp : 0) || apUsed !== paid) {
      say('C1', `is ${status}, says ${apUsed} AP and cost ${paid}`);
    }
    if (stands && !hasWords.test(text.replace(/\u3164/g, '')))
      say('C2', `is ${status} without a word`);
    if (thoughts.test(text)) say('C2', 'says what the model thought');
    if (text.includes('【画面】')) say('C2', 'says twice what it proposes');
    if (!stands && text !== '') say('C2', `is ${status} and still says something`);
  }
  for (const id of logs.keys()) {
    if (!answers.has(id)) found.push({ rule: 'C4', text: `${id} was paid and is no answer` });
  }
  const asked = evidence.synced.chat_messages.filter(({ role }) => role === 'user');
  for (const { _id } of asked) {
    const answer = answers.get(textOf(_id).replace(/^question_/, 'answer_'));
    if (answer === undefined) found.push({ rule: 'C4', text: `${textOf(_id)} has no answer` });
  }
  if (asked.length !== answers.size) {
    found.push({ rule: 'C4', text: `${asked.length} questions have ${answers.size} answers` });
  }
  return found;
}

/** C2 and C4, checked on the replies to users. */
function checkAnswered(evidence: Evidence, calls: AskCall[]): Violation[] {
  const found: Violation[] = [];
  const say = (rule: Violation['rule'], text: string): void => void found.push({ rule, text });
  const rows = new Map(evidence.synced.chat_messages.map((row) => [textOf(row['_id']), row]));
  const byMessage = groupBy(calls, ({ command }) => `${command.who}/${command.message}`);
  for (const [key, own] of byMessage) {
    const { who, message } = own[0]?.command ?? { who: '', message: '' };
    const row = rows.get(answerOf({ owner: who, message }));
    const given = own.filter(({ reply }) => reply?.code === 200);
    for (const { reply } of given) {
      const told = reply?.data?.['answer'] as Document;
      const isSame =
        row !== undefined && row['status'] === told['status'] && row['text'] === told['text'];
      // Stopped before its first word: nothing is stored, and the same key may be used again.
      const isNothing = told['status'] === 'stopped' && told['apUsed'] === 0;
      if (!isSame && !isNothing) {
        say(
          'C2',
          `${key} was answered as ${textOf(told['status'])} and is ${textOf(row?.['status'])}`,
        );
      }
    }
    const texts = given.map(({ reply }) => reply?.data?.['answer'] as Document);
    const inputs = new Set(given.map(({ command }) => command.text));
    if (inputs.size > 1) say('C4', `${key} was answered for two questions`);
    const words = new Set(texts.filter(({ apUsed }) => apUsed !== 0).map(({ text }) => text));
    if (words.size > 1) say('C4', `${key} was answered in two ways`);
    const isRefused = own.every(({ reply }) => refusals.has(reply?.error ?? ''));
    if (isRefused && Number(row?.['apUsed'] ?? 0) > 0) {
      say('C2', `${key} was refused by ${own[0]?.reply?.error ?? ''} and cost`);
    }
    const text = own[0]?.command.text ?? '';
    const isSent = evidence.questions.some((question) => question === text);
    if (text.includes(riskyWord) && isSent) say('SAFE', `${key} is risky and was asked`);
  }
  return found;
}

/** Refusals which mean that there is no answer. */
const refusals = new Set([
  ...['ANSWER_FAILED', 'ANSWER_REFUSED', 'QUOTA_EXCEEDED', 'CONTENT_REFUSED'],
  ...['CHECK_UNAVAILABLE', 'QUOTA_UNAVAILABLE', 'NOT_FOUND'],
]);

/** C1 and C5: the account equals the sum of its usage logs, both for the month and in total. */
function checkMonths(evidence: Evidence, calls: AskCall[]): Violation[] {
  const found: Violation[] = [];
  const logs = logsOf(evidence);
  const lastMoment = lastMoments(evidence, calls);
  for (const row of evidence.synced.chat_quotas) {
    const userId = textOf(row['_id']);
    const name = nameOf(evidence, userId) ?? userId;
    const own = logs.filter((log) => log.userId === userId);
    const sum = (from: number): number =>
      own.reduce((total, log) => total + (log.createdAt >= from ? log.apUsed : 0), 0);
    const total = Number(row['totalUsed']);
    const used = Number(row['monthlyUsed']);
    const resetAt = Number(row['quotaResetAt']);
    if (total !== sum(0)) {
      found.push({ rule: 'C1', text: `${name} used ${total} AP, the logs say ${sum(0)}` });
    }
    if (nextMonth(resetAt - 1) !== resetAt) {
      found.push({ rule: 'C5', text: `${name} begins anew at ${resetAt}, which is no month` });
      continue;
    }
    const begin = monthBefore(resetAt);
    // Payments made while the clock jumped far across the end of a month may count in either month.
    const perhaps = own
      .filter(({ id, createdAt }) => createdAt < begin - turnMs && lastMoment(id) >= begin)
      .reduce((total, { apUsed }) => total + apUsed, 0);
    if (used < sum(begin) || used > sum(begin) + perhaps) {
      found.push({
        rule: 'C5',
        text: `${name} used ${used} AP this month, the logs say ${sum(begin)}`,
      });
    }
  }
  return found;
}

/** C5: even after an instance with a wrong clock has written, every user is finally shown the reset of the next month. */
function checkResets({ calls, endClock }: Evidence): Violation[] {
  const turn = nextMonth(endClock);
  return calls.flatMap(({ command, reply }): Violation[] => {
    if (command.do !== 'ap' || command.id < 1_000_000 || reply?.code !== 200) return [];
    const resetAt = Date.parse(textOf(reply.data?.['resetAt']));
    if (resetAt === turn) return [];
    const text = `${command.who} is told ${textOf(reply.data?.['resetAt'])}, the next month begins at ${turn}`;
    return [{ rule: 'C5', text }];
  });
}

/** The latest moment at which an answer can have been paid. */
function lastMoments(evidence: Evidence, calls: AskCall[]): (answerId: string) => number {
  const moments = new Map<string, number>();
  for (const { command, startClock, endClock } of calls) {
    const id = answerOf({ owner: command.who, message: command.message });
    const moment = Math.max(startClock, endClock) + lifeMs + stepBackMs(evidence);
    moments.set(id, Math.max(moments.get(id) ?? 0, moment));
  }
  return (id) => moments.get(id) ?? 0;
}

function monthBefore(resetAt: number): number {
  const inside = resetAt - 32 * 86_400_000;
  const begin = nextMonth(inside);
  return begin === resetAt ? nextMonth(inside - 31 * 86_400_000) : begin;
}

/** C3: held AP never exceed the limit. */
function checkSpending(evidence: Evidence, calls: AskCall[]): Violation[] {
  const found: Violation[] = [];
  const back = stepBackMs(evidence);
  const logs = logsOf(evidence);
  const callsOf = groupBy(calls, ({ command }) =>
    answerOf({ owner: command.who, message: command.message }),
  );
  const isNearTurn = ({ createdAt }: Log): boolean =>
    nextMonth(createdAt) - createdAt <= back + lifeMs;
  for (const log of logs) {
    const name = nameOf(evidence, log.userId);
    const own = callsOf.get(log.id);
    if (name === null || own === undefined || isNearTurn(log)) continue;
    const turn = nextMonth(log.createdAt);
    const used = logs
      .filter(
        (other) =>
          other.userId === log.userId &&
          other.createdAt <= log.createdAt &&
          nextMonth(other.createdAt) === turn &&
          !isNearTurn(other),
      )
      .reduce((sum, { apUsed }) => sum + apUsed, 0);
    const limit = Math.max(...possibleLimits(evidence, name, 'chat_ap_monthly', spanOf(own)));
    if (used > limit) {
      found.push({ rule: 'C3', text: `${name} had used ${used} of ${limit} AP with ${log.id}` });
    }
  }
  return found;
}

type ApFigures = Record<'limit' | 'used' | 'held' | 'remaining' | 'totalUsed', number>;

/** C3, C6 and C7, checked on the quotas shown to users and on refusals. */
function checkTold(evidence: Evidence, calls: AskCall[]): Violation[] {
  const found: Violation[] = [];
  const say = (rule: Violation['rule'], text: string): void => void found.push({ rule, text });
  for (const call of evidence.calls) {
    const { command, reply } = call;
    const { who } = command;
    const bounds = (): Bounds => boundsOf(evidence, calls, call);
    if (command.do === 'ap' && reply?.code === 200) {
      const told = reply.data as unknown as ApFigures;
      const possible = possibleLimits(evidence, who, 'chat_ap_monthly', call);
      const { minUsed, maxUsed, maxHeld } = bounds();
      if (!possible.includes(told.limit)) {
        say('C7', `${who} was told ${told.limit} of ${possible.join(' or ')} AP`);
      }
      if (told.used < minUsed || told.used > maxUsed) {
        say('C5', `${who} was told ${told.used} AP, it was ${minUsed} to ${maxUsed}`);
      }
      if (told.held > maxHeld) say('C6', `${who} has ${told.held} AP held, ${maxHeld} at most`);
      if (told.remaining !== Math.max(0, told.limit - told.used - told.held)) {
        say('C3', `${who} was told ${told.remaining} AP are left`);
      }
    }
    if (command.do === 'ask' && reply?.error === 'QUOTA_EXCEEDED') {
      const limit = Math.min(...possibleLimits(evidence, who, 'chat_ap_monthly', call));
      const { maxUsed, maxHeld } = bounds();
      if (maxUsed + maxHeld + priceAp <= limit) {
        say('C7', `${who} was refused at ${maxUsed} and ${maxHeld} held of ${limit} AP`);
      }
    }
  }
  return found;
}

type Bounds = { minUsed: number; maxUsed: number; maxHeld: number };

/** From what was certainly paid before a call to what may have been paid or held by its end. */
function boundsOf(evidence: Evidence, calls: AskCall[], call: Call): Bounds {
  const back = stepBackMs(evidence);
  const { who } = call.command;
  const [low, high] = [
    Math.min(call.startClock, call.endClock),
    Math.max(call.startClock, call.endClock),
  ];
  const monthOf = (clock: number): number => monthBefore(nextMonth(clock));
  const bounds: Bounds = { minUsed: 0, maxUsed: 0, maxHeld: 0 };
  const byAnswer = groupBy(
    calls.filter(({ command }) => command.who === who && command.id !== call.command.id),
    ({ command }) => answerOf({ owner: who, message: command.message }),
  );
  const logs = new Map(logsOf(evidence).map((log) => [log.id, log]));
  const lastMoment = lastMoments(evidence, calls);
  for (const [id, own] of byAnswer) {
    const begun = own.filter(({ startedAt }) => startedAt <= call.endedAt);
    if (begun.length === 0) continue;
    const log = logs.get(id);
    if (log !== undefined) {
      const isPaid = own.some(
        ({ endedAt, reply }) => reply?.code === 200 && endedAt < call.startedAt,
      );
      // The month of the payment may be over already, or may not have begun yet.
      const isOfMonth = log.createdAt >= monthOf(high + back);
      if (isPaid && isOfMonth) bounds.minUsed += log.apUsed;
      if (Math.max(log.createdAt, lastMoment(id)) >= monthOf(low - back)) {
        bounds.maxUsed += log.apUsed;
      }
      if (isPaid) continue;
    }
    const mayLive = begun.some(
      ({ startClock, endClock, reply, endedAt }) =>
        Math.max(startClock, endClock) + holdMs + back >= low &&
        !(reply?.code === 200 && endedAt < call.startedAt),
    );
    if (mayLive) bounds.maxHeld += priceAp;
  }
  return bounds;
}

/** C10: users cannot read, stop or continue answers of others. */
function checkPrivacy(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'C10', text });
  for (const { command, reply } of evidence.calls) {
    if (reply?.code !== 200) continue;
    const isForeign =
      (command.do === 'stop' || command.do === 'messages') && command.of.owner !== command.who;
    if (isForeign) say(`${command.who} was served ${command.do} of ${command.of.owner}`);
    if (command.do === 'messages') {
      const shown = (reply.data?.['messages'] ?? []) as { sessionId: string }[];
      if (shown.some(({ sessionId }) => sessionId !== sessionOf(command.of))) {
        say(`${command.who} was shown another conversation`);
      }
    }
  }
  const owners = new Map(
    evidence.synced.chat_sessions.map(({ _id, userId }) => [textOf(_id), textOf(userId)]),
  );
  for (const { _id, userId, sessionId, _openid } of evidence.synced.chat_messages) {
    const isOwn = owners.get(textOf(sessionId)) === userId && userIdOf(textOf(_openid)) === userId;
    if (!isOwn) say(`${textOf(_id)} stands in a conversation of somebody else`);
  }
  return found;
}
