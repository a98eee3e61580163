import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Evidence } from '../history';
import {
  groupBy,
  isSuccess,
  nameOf,
  personOf,
  toLog,
  toRow,
  wasTierThroughout,
  textOf,
} from './books';
import type { Row, Violation } from './books';

/** I7 and I8: the balance equals the sum of the ledger, and every change of it has exactly one cause. */
export function checkLedger(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'I7', text });
  const logs = evidence.healed.credit_logs.map(toLog);
  const byUser = groupBy(logs, ({ userId }) => userId);
  for (const user of evidence.healed.users) {
    const userId = textOf(user['_id']);
    const own = byUser.get(userId) ?? [];
    const sum = own.reduce((total, { amount }) => total + amount, 0);
    const credits = Number(user['credits']);
    if (credits !== sum) say(`${userId} has ${credits}, the records say ${sum}`);
    if (credits < 0) say(`${userId} has ${credits}`);
    const welcomes = own.filter(({ kind }) => kind === 'welcome');
    if (welcomes.length !== 1 || welcomes[0]?.amount !== 100) {
      say(`${userId} was welcomed ${welcomes.length} times`);
    }
  }
  const users = new Set(evidence.healed.users.map((user) => textOf(user['_id'])));
  for (const log of logs) {
    if (!users.has(log.userId)) say(`${log.id} belongs to nobody`);
    if (log.after !== log.before + log.amount || log.after < 0) {
      say(`${log.id} goes from ${log.before} by ${log.amount} to ${log.after}`);
    }
  }
  return [...found, ...checkMembers(evidence)];
}

/** Users who have signed in have a row; others have none. */
function checkMembers(evidence: Evidence): Violation[] {
  const users = evidence.healed.users.map((user) => textOf(user['_id']));
  const found: Violation[] = [];
  for (const { command, ...call } of evidence.calls) {
    if (command.do !== 'login' || !isSuccess({ command, ...call })) continue;
    if (!users.includes(userIdOf(command.who))) {
      found.push({ rule: 'I1', text: `${command.who} signed in and has no row` });
    }
  }
  return found;
}

/**
 * I9: for free users, whose count changes in the transaction of the charge, it is exact without any repair; without
 * disturbance it is exact for everybody.
 */
export function checkGenerateCounts(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const rows = evidence.healed.works.map(toRow).filter(({ id }) => !id.startsWith('earlier_'));
  for (const user of evidence.healed.users) {
    const userId = textOf(user['_id']);
    const name = nameOf(evidence, userId);
    if (name === null || evidence.lostRows.length > 0) continue;
    const isExact = wasTierThroughout(evidence, name, 'free') || evidence.isUndisturbed;
    // A picture that waits for tomorrow is counted when it is charged.
    const isMade = ({ status, cost }: Row): boolean =>
      status === 'completed' || (status === 'pending' && cost > 0);
    const made = rows.filter((row) => row.userId === userId && isMade(row)).length;
    const wanted = personOf(evidence, name).filled + made;
    if (isExact && user['generateCount'] !== wanted) {
      found.push({
        rule: 'I9',
        text: `${name} counts ${textOf(user['generateCount'])} and has ${wanted} works`,
      });
    }
  }
  return found;
}

/** I9 after a repair, for everybody; an admin's check then reports no problem. */
export function checkRepair({ repaired, lostRows, scenario }: Evidence): Violation[] {
  if (repaired === null) return [];
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'I9', text });
  for (const user of repaired.users) {
    const own = repaired.works.filter(({ userId }) => userId === user['_id']);
    const isOf = (...states: string[]) =>
      own.filter(({ status }) => states.includes(textOf(status))).length;
    const completed = isOf('completed');
    // A running work may be counted already: with its charge, or if it is free, only when it ends.
    const maxCount = completed + isOf('pending', 'processing');
    const count = Number(user['generateCount']);
    if (count < completed || count > maxCount) {
      say(`${textOf(user['_id'])} counts ${count} and has ${completed} to ${maxCount} works`);
    }
  }
  if (repaired.repairsLeft > 0) say(`${repaired.repairsLeft} repairs are left after the repair`);
  // Restored rows take seats without a number, and after a change to a lower tier a user may have more works than its
  // limit: the check reports both.
  const isPlain =
    lostRows.length === 0 && scenario.commands.every(({ do: what }) => what !== 'tier');
  const isSpoilt = scenario.commands.some(({ do: what }) => what === 'spoil');
  if (isSpoilt) {
    if (repaired.problems.length === 0) say('the check did not report a malformed row');
    return found;
  }
  // An order paid short or in the other environment is parked for an admin, and the check reports it.
  const isOdd = scenario.commands.some(
    (command) => command.do === 'pay' && (command.shortFen > 0 || command.env === 1),
  );
  const problems = repaired.problems.filter((text) => !(isOdd && text.endsWith(' orderParked')));
  if (isPlain && problems.length > 0) say(`the check found ${problems.join()}`);
  return found;
}
