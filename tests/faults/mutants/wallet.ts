import { shared } from './mutant';
import type { Edit, Mutant } from './mutant';

const without = (guard: string, ...edits: Edit[]): Mutant => ({ guard, edits, isAbout: 'wallet' });
const inRace = (race: string, mutant: Mutant): Mutant => ({ ...mutant, race });

const creating = `${shared}/flows/wallet/create-order.ts`;
const settling = `${shared}/flows/wallet/settle.ts`;
const settlement = `${shared}/domain/wallet/settle.ts`;
const settlements = `${shared}/data/wallet/settlements.ts`;
const rewards = `${shared}/flows/wallet/rewards.ts`;
const invites = `${shared}/data/wallet/invites.ts`;
const admin = 'cloudfunctions/payment/actions/admin.ts';

/** Guards of orders. */
const orders: Mutant[] = [
  inRace(
    'a phone and an admin that ask for one paid order',
    without(
      'an order is credited once, under a log id of its own',
      {
        file: settlements,
        find: ": settlementOf(order, answer, 0, now).step === 'credit';",
        replace: ': order.creditedAt !== undefined;',
      },
      {
        file: settlements,
        find: 'id: creditLogIds.recharge(order.id),',
        replace: 'id: creditLogIds.recharge(order.id) + String(Math.random()),',
      },
    ),
  ),
  inRace(
    'a price that changes between the tap and the payment',
    without('the package as it was ordered decides', {
      file: settlements,
      find: '...{ amount: creditsOf(order.package), orderId: order.id },',
      replace: `amount: creditsOf((await transaction.collection('credit_packages').doc(order.package.packageId).get()).data as never), orderId: order.id,`,
    }),
  ),
  inRace(
    'a push of a payment that was not made',
    without('a push is no evidence: the channel is asked', {
      file: settling,
      find: '    ask(order, channel, needs),',
      replace: `    source === 'push' ? ({ state: 'known', evidence: { orderId: order.id, wxOrderId: null, env: order.env, phase: 'paid', status: '2', orderFee: order.package.priceFen, paidFee: order.package.priceFen, couponFee: 0, refundFee: 0, leftFee: order.package.priceFen, paidAt: needs.clock.now(), isDelivered: false, isApple: false } } as ChannelAnswer) : ask(order, channel, needs),`,
    }),
  ),
  inRace(
    'a phone that asks for an order paid short',
    without('evidence that credits is of the whole amount', {
      file: settlement,
      find: "if (orderFee !== order.package.priceFen || paidFee + couponFee !== orderFee) return 'amount';",
      replace: 'void [orderFee, paidFee, couponFee];',
    }),
  ),
  inRace(
    'a payment of the other environment, of which WeChat tells',
    without('evidence that credits is of our payment environment', {
      file: settlement,
      find: "if (env !== order.env) return 'env';",
      replace: 'void env;',
    }),
  ),
  inRace(
    'an order that is signed with the login of another',
    without('an order is signed with the login of its owner', {
      file: creating,
      find: 'if (session.openid !== openid) {',
      replace: "if (session.openid === '' && openid === '') {",
    }),
  ),
  without('the key of a session is not stored', {
    file: creating,
    find: '  return { order, payment: await channel.prepare(order, session) };',
    replace:
      '  await needs.wallet.orders.change(order, { wxOrderId: session.sessionKey }, needs.clock.now());\n  return { order, payment: await channel.prepare(order, session) };',
  }),
  without('the key of a session is not logged', {
    file: creating,
    find: '  const session = await logIn(tap, needs);',
    replace:
      "  const session = await logIn(tap, needs);\n  needs.log.info('logged in', { key: session.sessionKey });",
  }),
  inRace(
    'a payment long after the order was closed',
    without('a payment of a closed order is honoured', {
      file: settlement,
      find: "    case 'created':\n    case 'closed':\n      return unpaid(order, answer, now);",
      replace:
        "    case 'created':\n      return unpaid(order, answer, now);\n    case 'closed':\n      return { step: 'none' };",
    }),
  ),
  inRace(
    'a refund of more than was paid',
    without('no more is refunded than was paid', {
      file: `${shared}/data/wallet/refunds.ts`,
      find: '  if (fen > maxFen) throw',
      replace: '  if (fen > maxFen + 1_000_000) throw',
    }),
  ),
  without('orders belong to who tapped', {
    file: 'cloudfunctions/payment/actions/orders.ts',
    find: 'wallet.orders.findOwn(orderId, caller.userId),',
    replace: 'wallet.orders.find(orderId),',
  }),
  without('orders are rechecked by admins only', {
    file: admin,
    find: "defineAction(payment.recheck, {\n  access: 'admin',",
    replace: "defineAction(payment.recheck, {\n  access: 'member',",
  }),
  without('orders are refunded by admins only', {
    file: admin,
    find: "defineAction(payment.refund, {\n  access: 'admin',",
    replace: "defineAction(payment.refund, {\n  access: 'member',",
  }),
];

/** Guards of check-ins and invitations. */
const gifts: Mutant[] = [
  inRace(
    'two check-ins at once',
    without(
      'a check-in of one day, under a log id of its own',
      {
        file: `${shared}/data/wallet/checkins.ts`,
        find: '          if (standing !== null) {',
        replace: '          if (standing !== null && Number(standing.streak) < 0) {',
      },
      {
        file: `${shared}/data/wallet/checkins.ts`,
        find: '...{ id: creditLogIds.checkin(userId, day), userId,',
        replace: '...{ id: creditLogIds.checkin(userId, day) + String(Math.random()), userId,',
      },
    ),
  ),
  inRace(
    'two first pictures of somebody who was invited',
    without(
      'one reward for an invitation, under a log id of its own',
      {
        file: invites,
        find: "if (invite?.status !== 'pending') return { invite, isShown: true };",
        replace: 'if (invite === null) return { invite, isShown: true };',
      },
      {
        file: invites,
        find: 'id: creditLogIds.invite(inviteeId),',
        replace: 'id: creditLogIds.invite(inviteeId) + String(Math.random()),',
      },
    ),
  ),
  inRace(
    'a timer that looks for the first picture of somebody who was invited',
    without('a reward is for a first picture', {
      file: rewards,
      find: '  if (!hasCompleted) return false;',
      replace: '',
    }),
  ),
  inRace(
    'an invitation after the first picture',
    without('nobody is invited after a first picture', {
      file: rewards,
      find: '  if (hasCompleted) throw inviteRefusal',
      replace: '  if (hasCompleted === undefined) throw inviteRefusal',
    }),
  ),
  without('nobody is invited by themselves', {
    file: rewards,
    find: '  if (inviter.id === userId) throw inviteRefusal',
    replace: "  if (inviter.id === '') throw inviteRefusal",
  }),
];

export const wallet: Mutant[] = [...orders, ...gifts];
