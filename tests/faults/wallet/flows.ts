import type { Command } from '../commands/all';
import type { OrderAct, PayAct } from '../commands/wallet';
import type { Flow } from '../exhaustive';
import type { Person } from '../people';
import type { Race } from '../races';
import type { FaultName, FaultPoint } from '../world/faults';
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
const orders = (id: number, at: number, more: { step?: number; codeOf?: string } = {}): Command =>
  does(id, at, 'p0', { do: 'order', request: 'o1', product: 'credits_500', step: 0, ...more });
const pays = (id: number, at: number, more: Partial<PayAct> = {}): Command =>
  does(id, at, 'p0', { do: 'pay', of, shortFen: 0, couponFen: 0, push: 'none', ...more });
const looks = (id: number, at: number): Command => does(id, at, 'p0', { do: 'getOrder', of });
const rechecks = (id: number, at: number, who = 'p1'): Command =>
  does(id, at, who, { do: 'recheck', of });
const refunds = (id: number, at: number, fen = 1_000, who = 'p1'): Command =>
  does(id, at, who, { do: 'refund', of, fen, request: 'b1' });
const forges = (id: number, at: number): Command =>
  does(id, at, 'p0', { do: 'forgedPush', of, lie: 'payment' });
const ticks = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'sweep' });
const checks = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'checkin' });
const redeems = (id: number, at: number): Command => ({
  ...{ id, at, who: 'p0', do: 'redeem', inviter: 'p1' },
});
const draws = (id: number, at: number, request: string): Command => ({
  ...{
    id,
    at,
    who: 'p0',
    do: 'generate',
    request,
    prompt: `雨中的橘猫 ${request}。`,
    mode: 'single',
  },
});
const moves = (id: number, at: number, byMs: number): Command => ({
  ...{ id, at, who: 'p0', do: 'clock', byMs },
});
const ordered = [orders(1, 0), pays(2, 1_000)];
const dayMs = 86_400_000;

/** Orders from tap to refund, and rewards, each followed by the same calls again. */
export const walletFlows: Flow[] = [
  {
    name: 'payment.createOrder',
    ...{ struck: 1, hasWallet, people },
    commands: [orders(1, 0), orders(2, 40_000), pays(3, 50_000)],
  },
  {
    name: 'payment.getOrder of a paid order',
    ...{ struck: 3, hasWallet, people, commands: [...ordered, looks(3, 2_000), looks(4, 40_000)] },
  },
  {
    name: 'the push of a paid order',
    ...{ struck: firstPushKey + 1, hasWallet, people },
    commands: [orders(1, 0), pays(2, 1_000, { push: 'once' })],
  },
  {
    name: 'the timer that settles a paid order',
    ...{ struck: 3, hasWallet, people, commands: [...ordered, ticks(3, 125_000)] },
  },
  {
    name: 'payment.recheck',
    ...{ struck: 3, hasWallet, people },
    commands: [...ordered, rechecks(3, 2_000), rechecks(4, 40_000)],
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
  {
    name: 'payment.redeemInvite',
    ...{ struck: 1, hasWallet, people },
    commands: [redeems(1, 0), redeems(2, 40_000), draws(3, 50_000, 'r1')],
  },
  {
    name: 'the first picture of somebody who was invited',
    ...{ struck: 2, hasWallet, people },
    commands: [redeems(1, 0), draws(2, 1_000, 'r1'), draws(3, 70_000, 'r1')],
  },
];

const isQuery = ({ key, operation }: FaultPoint): boolean => key === 3 && operation === 'wechat';
const isAnywhere = ({ operation }: FaultPoint): FaultName | null =>
  operation === 'wechat' ? 'provider:other-env' : null;
const isCommit = ({ key, operation }: FaultPoint): boolean => key === 3 && operation === 'commit';

export const walletRaces: Race[] = [
  {
    name: 'a phone and an admin that ask for one paid order',
    ...{ hasWallet, people, commands: [...ordered, looks(3, 2_000)], moved: [rechecks(4, 0)] },
    ...{ around: isQuery, beforeMs: 80, afterMs: 150 },
  },
  {
    name: 'a phone that asks for an order paid short',
    ...{ hasWallet, people, moved: [rechecks(4, 0)] },
    commands: [orders(1, 0), pays(2, 1_000, { shortFen: 1 }), looks(3, 2_000)],
    ...{ around: isQuery, beforeMs: 5, afterMs: 20 },
  },
  {
    name: 'a payment long after the order was closed',
    ...{ hasWallet, people },
    commands: [orders(1, 0), moves(2, 1_000, 1_900_000), ticks(3, 2_000)],
    moved: [pays(4, 60_000), looks(5, 70_000)],
    ...{ around: isQuery, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'a payment of the other environment, of which WeChat tells',
    ...{ hasWallet, people, before: isAnywhere, moved: [rechecks(4, 0)] },
    commands: [orders(1, 0), pays(2, 1_000, { env: 1, push: 'once' }), looks(3, 2_000)],
    ...{ around: isQuery, beforeMs: 5, afterMs: 20 },
  },
  {
    name: 'a push of a payment that was not made',
    ...{ hasWallet, people, commands: [orders(1, 0), looks(3, 2_000)], moved: [forges(4, 0)] },
    ...{ around: isQuery, beforeMs: 20, afterMs: 40 },
  },
  {
    name: 'a price that changes between the tap and the payment',
    ...{ hasWallet, people },
    commands: [
      ...[orders(1, 0), { id: 2, at: 900, who: 'p1', do: 'reprice' as const, ...dearer() }],
      ...[pays(3, 1_000), looks(4, 2_000)],
    ],
    moved: [rechecks(5, 0)],
    around: ({ key, operation }) => key === 4 && operation === 'wechat',
    ...{ beforeMs: 5, afterMs: 20 },
  },
  {
    name: 'an order that is signed with the login of another',
    ...{ hasWallet, people, moved: [orders(4, 0, { codeOf: 'p1' })] },
    commands: [orders(3, 0)],
    ...{ around: isQuery, beforeMs: 5, afterMs: 40 },
  },
  {
    name: 'a refund of more than was paid',
    ...{ hasWallet, people, moved: [refunds(4, 1_000, 4_001)] },
    commands: [...ordered, looks(3, 2_000)],
    ...{ around: isQuery, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'a buyer who tries what admins may',
    ...{ hasWallet, people, commands: [...ordered, looks(3, 2_000)] },
    moved: [rechecks(4, 1_000, 'p0'), refunds(5, 2_000, 1_000, 'p0')],
    ...{ around: isQuery, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'two check-ins at once',
    ...{ hasWallet, people, commands: [checks(3, 0)], moved: [checks(4, 0)] },
    ...{ around: isCommit, beforeMs: 60, afterMs: 20 },
  },
  {
    name: 'two first pictures of somebody who was invited',
    ...{ hasWallet, people, commands: [redeems(1, 0), draws(3, 1_000, 'r1')] },
    moved: [draws(4, -900, 'r2')],
    ...{ around: isCall(3, 'upload'), beforeMs: 20, afterMs: 60 },
  },
  {
    name: 'a timer that looks for the first picture of somebody who was invited',
    ...{ hasWallet, people, commands: [redeems(3, 0)] },
    moved: [moves(4, 60_000, dayMs), ticks(5, 125_000)],
    ...{ around: isCall(3, 'add'), beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'an invitation after the first picture',
    ...{ hasWallet, people, commands: [draws(3, 0, 'r1')], moved: [redeems(4, 60_000)] },
    ...{ around: isCall(3, 'upload'), beforeMs: 0, afterMs: 3 },
  },
];

function isCall(key: number, operation: string) {
  return (point: FaultPoint): boolean => point.key === key && point.operation === operation;
}

function dearer() {
  return { product: 'credits_500' as const, step: 1 };
}
