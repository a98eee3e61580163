import { creditLogIds } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import { isPaid, refundedOf } from '../../../devtools/providers/wechat/orders';
import type { PayOrder } from '../../../devtools/providers/wechat/state';
import { offerOf } from '../commands/offers';
import type { Command } from '../commands/all';
import { orderOf } from '../commands/wallet';
import type { Evidence } from '../history';
import { textOf, toLog } from './books';
import type { Violation } from './books';
import { checkApprovals, decisionOf } from './approvals';
import { checkRewards } from './rewards';

const creditedStates = ['credited', 'refunding', 'partly_refunded', 'refunded'];
const freshMs = 30 * 60_000;
/** Within this time the timer credits a fresh order after the faults: every run polls fresh orders. */
const maxCreditingMs = 5 * 60_000;

type Tap = Extract<Command, { do: 'order' }>;

/** W1 to W10: orders and rewards, checked on WeChat's ledger, ours, and the replies. */
export function checkWallet(evidence: Evidence): Violation[] {
  if (evidence.scenario.hasWallet !== true) return [];
  return [
    ...checkOrders(evidence),
    ...checkOwners(evidence),
    ...checkApprovals(evidence),
    ...checkRewards(evidence),
    ...evidence.leaks.map((text): Violation => ({ rule: 'SAFE', text })),
  ];
}

function checkOrders(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const { healedTwice, paid } = evidence;
  const say = (rule: 'W1' | 'W2' | 'W4' | 'W7' | 'W9', text: string): void =>
    void found.push({ rule, text });
  const logs = healedTwice.credit_logs.map(toLog);
  const taps = tapsOf(evidence);
  const forged = new Set(
    evidence.scenario.commands.flatMap((command) =>
      command.do === 'forgedPush' ? [orderOf(command.of)] : [],
    ),
  );
  for (const row of healedTwice.orders) {
    const id = textOf(row['_id']);
    const status = textOf(row['status']);
    const tap = taps.get(id);
    if (tap === undefined) {
      say('W2', `${id} was ordered by nobody`);
      continue;
    }
    const { priceFen, credits } = offerOf(tap.product, tap.step);
    const bought = row['package'] as { priceFen: number; credits: number; bonusCredits: number };
    if (bought.priceFen !== priceFen || bought.credits + bought.bonusCredits !== credits)
      say('W4', `${id} is not what was ordered`);
    const own = logs.filter((log) => log.id.startsWith(creditLogIds.recharge(id)));
    const order = paid[id];
    const decision = decisionOf(evidence, id);
    // It was parked and refunded without being credited.
    const isCredited = creditedStates.includes(status) && decision !== 'refund';
    if (own.length !== (isCredited ? 1 : 0))
      say('W1', `${id} is ${status}, credited ${own.length} times`);
    if (own.some(({ amount }) => amount !== credits))
      say('W4', `${id} credited ${own[0]?.amount ?? 0}`);
    const isGood =
      order !== undefined && isWellPaid(order, tap.who, decision === 'credit' ? null : priceFen);
    const isGivenBack = healedTwice.refunds.some(({ orderId }) => orderId === id);
    if ((isCredited || isGivenBack) && order?.env === 1)
      say('W9', `${id} was paid in the other environment`);
    else if (isCredited && !isGood)
      say(forged.has(id) ? 'W7' : 'W2', `${id} is ${status} and was not paid`);
    if (!isCredited && isGood && row['review'] == null && decision !== 'refund')
      say('W1', `${id} was paid and is ${status}`);
    if (isGood && isLate(evidence, row, order)) say('W1', `${id} was credited late`);
    found.push(...checkRefunds(evidence, id, row, order));
  }
  return found;
}

/** The tap of each order, with the price that its page showed. */
function tapsOf({ scenario }: Evidence): Map<string, Tap> {
  const taps = new Map<string, Tap>();
  for (const command of scenario.commands) {
    if (command.do !== 'order') continue;
    const id = orderOf({ owner: command.who, request: command.request });
    if (!taps.has(id)) taps.set(id, command);
  }
  return taps;
}

/** Paid by the buyer, in our environment, and in full. `priceFen` null: an admin has accepted the amount. */
function isWellPaid(
  { orderFee, paidFee, couponFee, paidAt, openid, env }: PayOrder,
  owner: string,
  priceFen: number | null,
): boolean {
  const isAll = priceFen === null || (orderFee === priceFen && paidFee + couponFee === orderFee);
  return paidAt !== null && isAll && openid === owner && env === 0;
}

/** True when an order that was paid while fresh was not credited within minutes. Not judged when clocks jump. */
function isLate(
  { scenario, restClock }: Evidence,
  { createdAt, creditedAt, closedAt }: Document,
  { paidAt }: PayOrder,
): boolean {
  const isOdd = scenario.commands.some(
    (command) =>
      command.do === 'clock' || (command.do === 'sweep' && command.aheadMs !== undefined),
  );
  if (isOdd || paidAt === null || creditedAt == null || closedAt != null) return false;
  return paidAt - Number(createdAt) < freshMs && Number(creditedAt) > restClock + maxCreditingMs;
}

/** W5: a refund happens once, and never exceeds what was paid. */
function checkRefunds(
  { healedTwice, scenario }: Evidence,
  id: string,
  row: Document,
  order: PayOrder | undefined,
): Violation[] {
  const found: Violation[] = [];
  const say = (text: string): void => void found.push({ rule: 'W5', text });
  const refunds = healedTwice.refunds.filter(({ orderId }) => orderId === id);
  const done = refunds.filter(({ status }) => status === 'done');
  const sumOf = (some: readonly Document[]): number =>
    some.reduce((sum, { fen }) => sum + Number(fen), 0);
  const fen = sumOf(done);
  if (Number(row['refundedFen']) !== fen)
    say(`${id} says ${textOf(row['refundedFen'])} of ${fen} fen`);
  const given = order === undefined ? 0 : refundedOf(order);
  if (given !== fen) say(`${id} was given back ${given} fen, not ${fen}`);
  if (order !== undefined && given > order.paidFee)
    say(`${id} was given back ${given} of ${order.paidFee}`);
  const asked = new Set(
    scenario.commands.flatMap((command) =>
      command.do === 'refund' && orderOf(command.of) === id ? [command.request] : [],
    ),
  );
  const voluntary = refunds.filter(({ kind }) => kind === 'voluntary');
  if (voluntary.length > asked.size) say(`${id} has ${voluntary.length} refunds of ${asked.size}`);
  for (const { fen: wanted, createdAt } of voluntary) {
    const before = sumOf(done.filter(({ endedAt }) => Number(endedAt) <= Number(createdAt)));
    const left = (order?.paidFee ?? 0) - before;
    if (Number(wanted) > left) say(`${id} was to be given back ${Number(wanted)} of ${left}`);
  }
  for (const refund of voluntary) {
    const due = dueFor(refund, row, order, refunds);
    if (Number(refund['creditsTaken']) !== due)
      say(
        `${id} gave back ${textOf(refund['fen'])} fen for ${textOf(refund['creditsTaken'])} of ${due} credits`,
      );
    const own = healedTwice.credit_logs.filter(
      ({ _id: log }) => log === creditLogIds.refundRecharge(textOf(refund['_id'])),
    );
    if (own.length !== 1 || Number(own[0]?.['amount']) !== -due)
      say(`${id} has ${own.length} records of a refund of ${due} credits`);
  }
  if (order !== undefined && isPaid(order) && row['status'] === 'refunding')
    say(`${id} is still refunding`);
  return found;
}

/** The credits that a refund takes: the paid-back share, rounded up, at most what earlier refunds left. */
function dueFor(
  refund: Document,
  row: Document,
  order: PayOrder | undefined,
  all: readonly Document[],
): number {
  const bought = row['package'] as { credits: number; bonusCredits: number };
  const whole = bought.credits + bought.bonusCredits;
  const begunAt = Number(refund['createdAt']);
  const taken = all
    .filter((other) => other !== refund && Number(other['createdAt']) <= begunAt)
    .filter(({ status }) => status !== 'failed')
    .reduce((sum, { creditsTaken }) => sum + Number(creditsTaken), 0);
  return Math.min(
    Math.ceil((whole * Number(refund['fen'])) / (order?.orderFee ?? 1)),
    whole - taken,
  );
}

/** W8: orders are visible to their owners only and signed with their owners' login. */
function checkOwners(evidence: Evidence): Violation[] {
  return evidence.calls.flatMap(({ command, reply }): Violation[] => {
    if (reply?.code !== 200) return [];
    const { who } = command;
    if (command.do === 'getOrder' && command.of.owner !== who) {
      return [{ rule: 'W8', text: `${who} was shown an order of ${command.of.owner}` }];
    }
    const isForeign = command.do === 'order' && (command.codeOf ?? who) !== who;
    if (isForeign && reply.data?.['payment'] != null) {
      return [{ rule: 'W8', text: `${who} may pay with the login of another` }];
    }
    return [];
  });
}
