import type { Command } from '../commands/all';
import type { OrderAct } from '../commands/wallet';
import type { Flow } from '../exhaustive';
import type { Person } from '../people';
import type { Race } from '../races';
import type { FaultPoint } from '../world/faults';
import { firstPushKey } from '../world/world';

const person = (name: string, tier: Person['tier']): Person => ({
  ...{ name, tier, isMember: true, credits: 100, filled: 0 },
});
const hasWallet = true;
const people = [person('p0', 'free'), person('p1', 'admin')];
const of = { owner: 'p0', request: 'o1' };
const does = (id: number, at: number, who: string, act: OrderAct): Command => ({
  ...{ id, at, who },
  ...act,
});
const orders = (id: number, at: number): Command =>
  does(id, at, 'p0', { do: 'order', request: 'o1', product: 'credits_500' });
const pays = (
  id: number,
  at: number,
  push: 'none' | 'once' = 'none',
  more: { shortFen?: number } = {},
): Command => does(id, at, 'p0', { do: 'pay', of, shortFen: 0, couponFen: 0, push, ...more });
const looks = (id: number, at: number): Command => does(id, at, 'p0', { do: 'getOrder', of });
const rechecks = (id: number, at: number): Command => does(id, at, 'p1', { do: 'recheck', of });
const refunds = (id: number, at: number): Command =>
  does(id, at, 'p1', { do: 'refund', of, fen: 1_000, request: 'b1' });
const ticks = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'sweep' });
const checks = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'checkin' });
const ordered = [orders(1, 0), pays(2, 1_000)];

/** An order from its tap to its refund; afterwards the same again. */
export const walletFlows: Flow[] = [
  {
    name: 'payment.createOrder',
    ...{
      struck: 1,
      hasWallet,
      people,
      commands: [orders(1, 0), orders(2, 40_000), pays(3, 50_000)],
    },
  },
  {
    name: 'payment.getOrder of a paid order',
    ...{ struck: 3, hasWallet, people, commands: [...ordered, looks(3, 2_000), looks(4, 40_000)] },
  },
  {
    name: 'the push of a paid order',
    ...{ struck: firstPushKey + 1, hasWallet, people },
    commands: [orders(1, 0), pays(2, 1_000, 'once')],
  },
  {
    name: 'the timer that settles a paid order',
    ...{ struck: 3, hasWallet, people, commands: [...ordered, ticks(3, 125_000)] },
  },
  {
    name: 'payment.recheck',
    ...{
      struck: 3,
      hasWallet,
      people,
      commands: [...ordered, rechecks(3, 2_000), rechecks(4, 40_000)],
    },
  },
  {
    name: 'payment.refund',
    ...{ struck: 4, hasWallet, people },
    commands: [...ordered, looks(3, 2_000), refunds(4, 10_000), refunds(5, 50_000)],
  },
  {
    name: 'payment.dailyCheckin',
    ...{ struck: 1, hasWallet, people, commands: [checks(1, 0), checks(2, 40_000)] },
  },
];

const isQuery = ({ key, operation }: FaultPoint): boolean => key === 3 && operation === 'wechat';

export const walletRaces: Race[] = [
  {
    name: 'a phone and an admin that ask for one paid order',
    ...{ hasWallet, people, commands: [...ordered, looks(3, 2_000)], moved: [rechecks(4, 0)] },
    ...{ around: isQuery, beforeMs: 80, afterMs: 150 },
  },
  {
    name: 'a phone that asks for an order paid short',
    ...{ hasWallet, people, moved: [rechecks(4, 0)] },
    commands: [orders(1, 0), pays(2, 1_000, 'none', { shortFen: 1 }), looks(3, 2_000)],
    ...{ around: isQuery, beforeMs: 5, afterMs: 20 },
  },
  {
    name: 'a payment long after the order was closed',
    ...{ hasWallet, people },
    commands: [
      orders(1, 0),
      { id: 2, at: 1_000, who: 'p0', do: 'clock', byMs: 1_900_000 },
      ticks(3, 2_000),
    ],
    moved: [pays(4, 60_000), looks(5, 70_000)],
    ...{ around: isQuery, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'two check-ins at once',
    ...{ hasWallet, people, commands: [checks(3, 0)], moved: [checks(4, 0)] },
    around: ({ key, operation }) => key === 3 && operation === 'commit',
    ...{ beforeMs: 60, afterMs: 20 },
  },
];
