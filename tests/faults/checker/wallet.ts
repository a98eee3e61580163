import { creditLogIds } from '../../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../../devtools/emulator/database/database';
import { isPaid, refundedOf } from '../../../devtools/providers/wechat/orders';
import type { PayOrder } from '../../../devtools/providers/wechat/state';
import { orderOf, products } from '../commands/wallet';
import type { ProductId } from '../commands/wallet';
import type { Evidence } from '../history';
import { groupBy, personOf, textOf, toLog } from './books';
import type { Violation } from './books';

const creditedStates = ['credited', 'refunding', 'partly_refunded', 'refunded'];

/** W1 to W8: orders, by WeChat's own ledger, ours, and the replies. */
export function checkWallet(evidence: Evidence): Violation[] {
  if (
    !evidence.scenario.commands.some(({ do: what }) =>
      ['order', 'checkin', 'redeem'].includes(what),
    )
  )
    return [];
  return [...checkOrders(evidence), ...checkOwners(evidence), ...checkRewards(evidence)];
}

function checkOrders(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  const { healedTwice, paid } = evidence;
  const say = (rule: 'W1' | 'W2' | 'W3' | 'W4' | 'W5', text: string): void =>
    void found.push({ rule, text });
  const logs = healedTwice.credit_logs.map(toLog);
  const asked = new Map<string, ProductId>();
  for (const command of evidence.scenario.commands) {
    if (command.do !== 'order') continue;
    const id = orderOf({ owner: command.who, request: command.request });
    if (!asked.has(id)) asked.set(id, command.product);
  }
  for (const row of healedTwice.orders) {
    const id = textOf(row['_id']);
    const status = textOf(row['status']);
    const product = asked.get(id);
    if (product === undefined) {
      say('W2', `${id} was ordered by nobody`);
      continue;
    }
    const { priceFen, credits } = products[product];
    const bought = row['package'] as { priceFen: number; credits: number; bonusCredits: number };
    if (bought.priceFen !== priceFen || bought.credits + bought.bonusCredits !== credits)
      say('W4', `${id} is not what was ordered`);
    const own = logs.filter((log) => log.id === creditLogIds.recharge(id));
    const order = paid[id];
    const isCredited = creditedStates.includes(status);
    if (own.length !== (isCredited ? 1 : 0))
      say('W1', `${id} is ${status}, credited ${own.length} times`);
    if (own.some(({ amount }) => amount !== credits))
      say('W4', `${id} credited ${own[0]?.amount ?? 0}`);
    const isGood = order !== undefined && isWellPaid(order, priceFen);
    if (isCredited && !isGood) say('W2', `${id} is ${status} and was not paid`);
    if (!isCredited && isGood && row['review'] == null)
      say('W1', `${id} was paid and is ${status}`);
    found.push(...checkRefunds(evidence, id, row, order));
  }
  return found;
}

function isWellPaid({ orderFee, paidFee, couponFee, paidAt }: PayOrder, priceFen: number): boolean {
  return paidAt !== null && orderFee === priceFen && paidFee + couponFee === orderFee;
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
  const fen = done.reduce((sum, refund) => sum + Number(refund['fen']), 0);
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
  if (order !== undefined && isPaid(order) && row['status'] === 'refunding')
    say(`${id} is still refunding`);
  return found;
}

/** W8 and W10: orders are their owners', and admins'. */
function checkOwners(evidence: Evidence): Violation[] {
  return evidence.calls.flatMap(({ command, reply }): Violation[] => {
    if (reply?.code !== 200) return [];
    const isAdmin = command.who !== '' && personOf(evidence, command.who).tier === 'admin';
    if (command.do === 'getOrder' && command.of.owner !== command.who) {
      return [{ rule: 'W8', text: `${command.who} was shown an order of ${command.of.owner}` }];
    }
    if ((command.do === 'recheck' || command.do === 'refund') && !isAdmin) {
      return [{ rule: 'W10', text: `${command.who} did ${command.do}` }];
    }
    return [];
  });
}

/** W6: one check-in a day, one invitation in a life. */
function checkRewards({ healedTwice }: Evidence): Violation[] {
  const found: Violation[] = [];
  const logs = healedTwice.credit_logs.map(toLog);
  const byUser = groupBy(
    logs.filter(({ kind }) => kind === 'checkin'),
    ({ userId }) => userId,
  );
  for (const [userId, own] of byUser) {
    const days = healedTwice.checkins.filter((row) => row['userId'] === userId);
    const credits = days.reduce((sum, row) => sum + Number(row['credits']), 0);
    const given = own.reduce((sum, { amount }) => sum + amount, 0);
    if (own.length !== days.length || credits !== given) {
      found.push({
        rule: 'W6',
        text: `${userId} has ${own.length} rewards of ${days.length} days`,
      });
    }
  }
  const rewarded = logs.filter(({ kind }) => kind === 'invite');
  const invites = healedTwice.invites.filter(({ status }) => status === 'rewarded');
  if (rewarded.length !== invites.length) {
    found.push({ rule: 'W6', text: `${rewarded.length} rewards of ${invites.length} invitations` });
  }
  return found;
}
