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
const deciding = `${shared}/flows/wallet/admin.ts`;
const refunding = `${shared}/data/wallet/refunds.ts`;
const reviews = `${shared}/data/wallet/reviews.ts`;

/** Guards of orders. */
const orders: Mutant[] = [
  inRace(
    'a tap on a page that shows an earlier price',
    without('an order costs what its page has shown', {
      file: creating,
      find: '  if (offer.priceFen !== priceFen) {',
      replace: '  if (offer.priceFen !== priceFen && priceFen < 0) {',
    }),
  ),
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
  inRace(
    'a push of a payment that was not made',
    without('the key of a session is not stored', {
      file: creating,
      find: '  return { order, payment: await channel.prepare(order, session) };',
      replace:
        '  await needs.wallet.orders.change(order, { wxOrderId: session.sessionKey }, needs.clock.now());\n  return { order, payment: await channel.prepare(order, session) };',
    }),
  ),
  inRace(
    'a push of a payment that was not made',
    without('the key of a session is not logged', {
      file: creating,
      find: '  const session = await logIn(tap, needs);',
      replace:
        "  const session = await logIn(tap, needs);\n  needs.log.info('logged in', { key: session.sessionKey });",
    }),
  ),
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
      file: refunding,
      find: '  if (fen > maxFen) throw',
      replace: '  if (fen > maxFen + 1_000_000) throw',
    }),
  ),
  inRace(
    'somebody who looks at the order of another',
    without('orders belong to who tapped', {
      file: 'cloudfunctions/payment/actions/orders.ts',
      find: 'wallet.orders.findOwn(orderId, caller.userId),',
      replace: 'wallet.orders.find(orderId),',
    }),
  ),
  inRace(
    'a buyer who tries what admins may',
    without('orders are rechecked by admins only', {
      file: admin,
      find: "defineAction(payment.recheck, {\n  access: 'admin',",
      replace: "defineAction(payment.recheck, {\n  access: 'member',",
    }),
  ),
  inRace(
    'a buyer who tries what admins may',
    without('orders are refunded by admins only', {
      file: admin,
      find: "defineAction(payment.refund, {\n  access: 'admin',",
      replace: "defineAction(payment.refund, {\n  access: 'member',",
    }),
  ),
];

/** Guards of amounts that admins move. */
const movements: Mutant[] = [
  inRace(
    'a decision on a payment of the other environment',
    without('a payment of the other environment is not given back from here', {
      file: reviews,
      find: '        requireOurs(order, evidence);\n        const fen',
      replace: '        const fen',
    }),
  ),
  inRace(
    'one refund, asked for twice at once',
    without(
      'one refund for one request, while no other is under way',
      {
        file: refunding,
        find: 'const refundId = refundIdOf(orderId, requestId);',
        replace: 'const refundId = refundIdOf(orderId, requestId + String(Math.random()));',
      },
      {
        file: refunding,
        find: "...{ kind: 'voluntary', cause: requestId, fen, now, reason, requestId },",
        replace:
          "...{ kind: 'voluntary', id: refundId, cause: requestId, fen, now, reason, requestId },",
      },
      {
        file: refunding,
        find: "if (order.status !== 'credited' && order.status !== 'partly_refunded') {",
        replace: 'if (order.creditedAt === null) {',
      },
    ),
  ),
  inRace(
    'a refund of what was spent meanwhile',
    without('a refund takes back its share, or is refused', {
      file: `${shared}/data/wallet/refund-balance.ts`,
      find: 'if (!isForced && creditsTaken < due.credits) {',
      replace: 'if (!isForced && creditsTaken < 0) {',
    }),
  ),
  inRace(
    'two refunds of one buyer by one admin',
    without('money of one account and day is summed', {
      file: `${shared}/data/wallet/approvals.ts`,
      find: '    moved: moved.fen,',
      replace: '    moved: 0,',
    }),
  ),
  inRace(
    'two changes of credits by one admin beside each other',
    without('two admins for large amounts', {
      file: `${shared}/data/wallet/approvals.ts`,
      find: 'if (approvedBy !== null || moved + Math.abs(amount) <= limit) return;',
      replace: 'if (approvedBy !== null || Math.abs(amount) <= limit) return;',
    }),
  ),
  inRace(
    'an admin who agrees with themselves',
    without('nobody agrees to what they proposed', {
      file: deciding,
      find: 'if (proposal.proposedBy === adminId) throw',
      replace: "if (proposal.proposedBy === '') throw",
    }),
  ),
  inRace(
    'a buyer who agrees with an admin',
    without('proposals are approved by admins only', {
      file: 'cloudfunctions/payment/actions/proposals.ts',
      find: "defineAction(payment.approve, {\n  access: 'admin',",
      replace: "defineAction(payment.approve, {\n  access: 'member',",
    }),
  ),
  inRace(
    'a buyer who decides on their order',
    without('parked orders are decided on by admins only', {
      file: admin,
      find: "defineAction(payment.resolveReview, {\n  access: 'admin',",
      replace: "defineAction(payment.resolveReview, {\n  access: 'member',",
    }),
  ),
  inRace(
    'two decisions on one order beside each other',
    without('a parked order is decided on once', {
      file: reviews,
      find: "if (order.status !== 'needs_review') throw refusal",
      replace: "if (order.status === 'created') throw refusal",
    }),
  ),
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
        file: rewards,
        find: "return (await wallet.invites.find(id))?.status === 'pending';",
        replace: 'return (await wallet.invites.find(id)) !== null;',
      },
      {
        file: rewards,
        find: "if (invite?.status === 'pending') await settleInvite",
        replace: 'if (invite !== null) await settleInvite',
      },
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
  inRace(
    'an invitation by oneself',
    without('nobody is invited by themselves', {
      file: rewards,
      find: '  if (inviter.id === userId) throw inviteRefusal',
      replace: "  if (inviter.id === '') throw inviteRefusal",
    }),
  ),
];

export const wallet: Mutant[] = [...orders, ...movements, ...gifts];
