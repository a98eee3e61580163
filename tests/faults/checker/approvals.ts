import { creditLogIds, refundIdOf, userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import { beijingDay } from '../calendar';
import { isMovement } from '../commands/approvals';
import type { Decision, Movement } from '../commands/approvals';
import { orderOf } from '../commands/wallet';
import type { Evidence } from '../history';
import { approvalLimits } from '../seed-data';
import { personOf, textOf } from './books';
import type { Violation } from './books';

/** An amount moved for an account, and when. */
type Moved = { userId: string; unit: 'fen' | 'credits'; amount: number; at: number };

/**
 * W10: a single admin never moves an amount that requires two, and no other user moves any. The checker itself sums what each admin
 * moved alone per account and Beijing day; an amount counts as approved by two only if another admin's approval was carried out.
 */
export function checkApprovals(evidence: Evidence): Violation[] {
  const found = checkRights(evidence);
  const say = (text: string): void => void found.push({ rule: 'W10', text });
  const alone = new Map<string, number>();
  const asked = movementsOf(evidence);
  for (const command of asked) {
    const moved = movedBy(command, evidence);
    if (moved === null) continue;
    if (personOf(evidence, command.who).tier !== 'admin') {
      say(`${command.who}, who is no admin, moved ${moved.amount} by ${command.request}`);
    }
    if (isAgreed(command, evidence)) continue;
    const key = `${moved.unit} of ${moved.userId} on ${beijingDay(moved.at)}`;
    alone.set(key, (alone.get(key) ?? 0) + moved.amount);
  }
  for (const [key, amount] of alone) {
    const limit = key.startsWith('fen') ? approvalLimits.refundFen : approvalLimits.credits;
    if (amount > limit) say(`${amount} ${key} were moved by one admin at a time, above ${limit}`);
  }
  for (const { _id: id, proposedBy, approvedBy } of evidence.healedTwice.proposals) {
    if (approvedBy === proposedBy) say(`${textOf(proposedBy)} agreed to their own ${textOf(id)}`);
  }
  return found;
}

/** Only users with the right to an action may get a success. */
function checkRights(evidence: Evidence): Violation[] {
  return evidence.calls.flatMap(({ command, reply }): Violation[] => {
    if (reply?.code !== 200 || command.who === '') return [];
    const { do: what, who } = command;
    const isAdmins = what === 'recheck' || what === 'approve' || what === 'refund';
    if (!isAdmins && what !== 'review') return [];
    return personOf(evidence, who).tier === 'admin'
      ? []
      : [{ rule: 'W10', text: `${who} did ${what}` }];
  });
}

/** Every request once, even if it was repeated. */
function movementsOf({ scenario }: Evidence): Movement[] {
  const movements = new Map<string, Movement>();
  for (const command of scenario.commands) {
    if (!isMovement(command)) continue;
    const key = `${command.who}/${command.request}/${causeOf(command)}`;
    if (!movements.has(key)) movements.set(key, command);
  }
  return [...movements.values()];
}

/** The id of its row. */
function causeOf(command: Movement): string {
  if (command.do === 'adjust')
    return creditLogIds.adjust(userIdOf(command.target), command.request);
  const orderId = orderOf(command.of);
  return command.do === 'refund'
    ? refundIdOf(orderId, command.request)
    : `${command.request}:resolveReview:${orderId}`;
}

/** The amount that was moved according to the rows; null if none. A failed refund counts too. */
function movedBy(command: Movement, { healedTwice }: Evidence): Moved | null {
  const cause = causeOf(command);
  const adminId = userIdOf(command.who);
  const ofCause = ({ _id: id }: Document): boolean => id === cause;
  if (command.do === 'adjust') {
    const row = healedTwice.credit_logs.find(ofCause);
    if (row?.['adminId'] !== adminId) return null;
    const amount = Math.abs(Number(row['amount']));
    return {
      userId: userIdOf(command.target),
      unit: 'credits',
      amount,
      at: Number(row['createdAt']),
    };
  }
  const userId = userIdOf(command.of.owner);
  if (command.do === 'refund') {
    const row = healedTwice.refunds.find(ofCause);
    if (row?.['adminId'] !== adminId) return null;
    return { userId, unit: 'fen', amount: Number(row['fen']), at: Number(row['createdAt']) };
  }
  const row = healedTwice.admin_logs.find(ofCause);
  if (row?.['operator'] !== adminId) return null;
  const order = healedTwice.orders.find(({ _id: id }) => id === orderOf(command.of));
  const { priceFen } = order?.['package'] as { priceFen: number };
  return { userId, unit: 'fen', amount: priceFen, at: Number(row['createdAt']) };
}

/** Whether another admin approved it without being refused. An approval without an answer may have been carried out. */
function isAgreed({ who, request }: Movement, evidence: Evidence): boolean {
  return evidence.calls.some(({ command, reply }) => {
    if (command.do !== 'approve' || command.by !== who || command.request !== request) return false;
    const isAnother = command.who !== who && personOf(evidence, command.who).tier === 'admin';
    return isAnother && (reply === null || reply.code === 200 || reply.code >= 500);
  });
}

/** The last recorded decision of an admin on a parked order. */
export function decisionOf(
  { healedTwice, scenario }: Pick<Evidence, 'healedTwice' | 'scenario'>,
  orderId: string,
): Decision | null {
  const decided = scenario.commands.flatMap((command) => {
    if (command.do !== 'review' || orderOf(command.of) !== orderId) return [];
    const log = healedTwice.admin_logs.find(({ _id: id }) => id === causeOf(command));
    return log === undefined ? [] : [{ decision: command.decision, at: Number(log['createdAt']) }];
  });
  return decided.sort((a, b) => a.at - b.at).at(-1)?.decision ?? null;
}
