import type { Command } from '../commands/all';
import type { Decision } from '../commands/approvals';
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
const people = [person('p0', 'free'), person('p1', 'admin'), person('p2', 'admin')];
const of = { owner: 'p0', request: 'o1' };
type Tap = Extract<OrderAct, { do: 'order' }>;
const does = (id: number, at: number, who: string, act: OrderAct): Command => ({
  ...{ id, at, who },
  ...act,
});
const orders = (id: number, at: number, more: Partial<Tap> = {}): Command =>
  does(id, at, 'p0', { do: 'order', request: 'o1', product: 'credits_500', step: 0, ...more });
const pays = (id: number, at: number, more: Partial<PayAct> = {}): Command =>
  does(id, at, 'p0', { do: 'pay', of, shortFen: 0, couponFen: 0, push: 'none', ...more });
const looks = (id: number, at: number): Command => does(id, at, 'p0', { do: 'getOrder', of });
const rechecks = (id: number, at: number, who = 'p1'): Command =>
  does(id, at, who, { do: 'recheck', of });
const refunds = (
  id: number,
  at: number,
  fen = 1_000,
  who = 'p1',
  more: Partial<Extract<OrderAct, { do: 'refund' }>> = {},
): Command => does(id, at, who, { do: 'refund', of, fen, request: 'b1', ...more });
const approves = (id: number, at: number, who: string, request: string): Command => ({
  ...{ id, at, who, do: 'approve', by: 'p1', request },
});
const reviews = (id: number, at: number, decision: Decision, who = 'p1'): Command => ({
  ...{ id, at, who, do: 'review', of, decision, request: `v-${decision}` },
});
const grants = (id: number, at: number, amount: number, request: string, who = 'p1'): Command => ({
  ...{ id, at, who, do: 'adjust', target: 'p0', amount, request },
});
const forges = (id: number, at: number): Command =>
  does(id, at, 'p0', { do: 'forgedPush', of, lie: 'payment' });
const ticks = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'sweep' });
const checks = (id: number, at: number): Command => ({ id, at, who: 'p0', do: 'checkin' });
const redeems = (id: number, at: number, inviter = 'p1'): Command => ({
  ...{ id, at, who: 'p0', do: 'redeem', inviter },
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
const paidShort = [orders(1, 0), pays(2, 1_000, { shortFen: 1 }), looks(3, 2_000)];
/** The day's limit of a single admin is used up. */
const spent = (id: number, at: number): Command => grants(id, at, 150, 'a0');
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
    // Faults end with the last command, and the push comes after the payment.
    commands: [orders(1, 0), pays(2, 1_000, { push: 'once' }), looks(3, 40_000)],
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
    name: 'payment.approve of a change of credits',
    ...{ struck: 3, hasWallet, people },
    commands: [
      ...[spent(1, 0), grants(2, 5_000, 1, 'a1'), approves(3, 10_000, 'p2', 'a1')],
      ...[approves(4, 50_000, 'p2', 'a1'), grants(5, 60_000, 1, 'a1')],
    ],
  },
  {
    name: 'payment.resolveReview that credits',
    ...{ struck: 4, hasWallet, people },
    commands: [...paidShort, reviews(4, 10_000, 'credit'), reviews(5, 50_000, 'credit')],
  },
  {
    name: 'payment.resolveReview that gives back',
    ...{ struck: 4, hasWallet, people },
    commands: [...paidShort, reviews(4, 10_000, 'refund'), reviews(5, 50_000, 'refund')],
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
const second = { of: { owner: 'p0', request: 'o2' }, request: 'b2' };
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
    name: 'a decision on a payment of the other environment',
    ...{ hasWallet, people, before: isAnywhere },
    commands: [orders(1, 0), pays(2, 1_000, { env: 1, push: 'once' }), looks(3, 2_000)],
    moved: [reviews(4, 5_000, 'refund')],
    ...{ around: isQuery, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'a tap on a page that shows an earlier price',
    ...{ hasWallet, people, moved: [looks(4, 5_000)] },
    commands: [{ id: 2, at: 0, who: 'p1', do: 'reprice', ...dearer() }, orders(3, 100)],
    ...{ around: isCall(3, 'get'), beforeMs: 0, afterMs: 3 },
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
    name: 'a refund of what was spent meanwhile',
    ...{ hasWallet, people, moved: [grants(4, 1_500, -150, 'a0'), refunds(5, 5_000, 4_000)] },
    commands: [...ordered, looks(3, 2_000)],
    ...{ around: isQuery, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'one refund, asked for twice at once',
    ...{ hasWallet, people, moved: [refunds(5, 0)] },
    commands: [...ordered, looks(4, 2_000), refunds(3, 10_000)],
    ...{ around: isCommit, beforeMs: 60, afterMs: 20 },
  },
  {
    name: 'two refunds of one buyer by one admin',
    ...{ hasWallet, people, moved: [refunds(8, 5_000, 2_300, 'p1', second)] },
    commands: [
      ...[...ordered, looks(3, 2_000), orders(4, 3_000, { request: 'o2' })],
      ...[pays(5, 4_000, { of: second.of }), does(6, 5_000, 'p0', { do: 'getOrder', ...second })],
      refunds(7, 6_000, 2_300),
    ],
    ...{ around: isQuery, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'two changes of credits by one admin beside each other',
    ...{ hasWallet, people, commands: [grants(3, 0, 80, 'a1')], moved: [grants(4, 0, 80, 'a2')] },
    ...{ around: isCommit, beforeMs: 60, afterMs: 20 },
  },
  {
    name: 'an admin who agrees with themselves',
    ...{ hasWallet, people, commands: [spent(3, 0)] },
    moved: [grants(4, 1_000, 1, 'a1'), approves(5, 2_000, 'p1', 'a1')],
    ...{ around: isCommit, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'a buyer who agrees with an admin',
    ...{ hasWallet, people, commands: [spent(3, 0)] },
    moved: [grants(4, 1_000, 1, 'a1'), approves(5, 2_000, 'p0', 'a1')],
    ...{ around: isCommit, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'a buyer who decides on their order',
    ...{ hasWallet, people, commands: paidShort, moved: [reviews(4, 5_000, 'credit', 'p0')] },
    ...{ around: isQuery, beforeMs: 0, afterMs: 3 },
  },
  {
    name: 'two decisions on one order beside each other',
    ...{ hasWallet, people, moved: [reviews(5, 0, 'refund', 'p2')] },
    // So small an amount that a single admin may decide on it twice.
    commands: [
      ...[orders(1, 0, { product: 'credits_60' }), pays(2, 1_000, { shortFen: 1 })],
      ...[looks(4, 2_000), reviews(3, 10_000, 'credit')],
    ],
    ...{ around: isCommit, beforeMs: 60, afterMs: 20 },
  },
  {
    name: 'somebody who looks at the order of another',
    ...{ hasWallet, people, commands: [...ordered, looks(3, 2_000)] },
    moved: [does(4, 0, 'p1', { do: 'getOrder', of })],
    ...{ around: isQuery, beforeMs: 5, afterMs: 20 },
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
    name: 'an invitation by oneself',
    ...{ hasWallet, people, commands: [redeems(3, 0, 'p0')], moved: [draws(4, 1_000, 'r1')] },
    ...{ around: isCall(3, 'get'), beforeMs: 0, afterMs: 3 },
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
