import { shared } from './mutant';
import type { Edit, Mutant } from './mutant';

const without = (guard: string, ...edits: Edit[]): Mutant => ({ guard, edits, isAbout: 'wallet' });
const inRace = (race: string, mutant: Mutant): Mutant => ({ ...mutant, race });

/** Guards of orders and rewards. */
export const wallet: Mutant[] = [
  inRace(
    'a phone that asks for an order paid short',
    without('evidence that credits is of the whole amount', {
      file: `${shared}/domain/wallet/settle.ts`,
      find: "if (orderFee !== order.package.priceFen || paidFee + couponFee !== orderFee) return 'amount';",
      replace: 'void [orderFee, paidFee, couponFee];',
    }),
  ),
  inRace(
    'a payment long after the order was closed',
    without('a payment of a closed order is honoured', {
      file: `${shared}/domain/wallet/settle.ts`,
      find: "    case 'created':\n    case 'closed':\n      return unpaid(order, answer, now);",
      replace:
        "    case 'created':\n      return unpaid(order, answer, now);\n    case 'closed':\n      return { step: 'none' };",
    }),
  ),
  without('orders belong to who tapped', {
    file: 'cloudfunctions/payment/actions/orders.ts',
    find: 'wallet.orders.findOwn(orderId, caller.userId),',
    replace: 'wallet.orders.find(orderId),',
  }),
  without('orders are rechecked by admins only', {
    file: 'cloudfunctions/payment/actions/admin.ts',
    find: "defineAction(payment.recheck, {\n  access: 'admin',",
    replace: "defineAction(payment.recheck, {\n  access: 'member',",
  }),
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
];
