import { systemClock } from '../../../cloudfunctions/shared/clock';
import type {
  Database,
  DocumentReference,
} from '../../../cloudfunctions/shared/data/core/database';
import { toOrderRow } from '../../../cloudfunctions/shared/data/rows/order';
import type { SettleSource } from '../../../cloudfunctions/shared/data/wallet/settlements';
import { createWalletArea } from '../../../cloudfunctions/shared/data/wallet/area';
import type { PaymentPhase } from '../../../cloudfunctions/shared/domain/wallet/channel';
import type { Order } from '../../../cloudfunctions/shared/domain/wallet/order';
import { settle } from '../../../cloudfunctions/shared/flows/wallet/settle';
import type { SettleNeeds } from '../../../cloudfunctions/shared/flows/wallet/needs';

const callMs = 10;
/** Longer than the reads take. */
const channelMs = 100;

const fresh: Order = {
  ...{ id: 'P00000001', userId: 'user_1', openid: 'alice', channel: 'virtual', env: 'live' },
  package: {
    ...{ packageId: 'credits_60', kind: 'credits', name: '60 积分', priceFen: 600, version: 1 },
    ...{ credits: 60, bonusCredits: 0, planId: null, days: null },
  },
  ...{ platform: null, status: 'created', wxOrderId: null, orderFee: null, paidFee: null },
  ...{ couponFee: null, paidAt: null, creditedAt: null, closedAt: null, refundedFen: 0 },
  ...{ returnedCredits: 0, returnedDays: 0, shortfallCredits: 0, refundId: null },
  ...{ isDelivered: false, review: null, nextQueryAt: null, queriedAt: new Date(0) },
  ...{ createdAt: new Date(), version: 1 },
};
const user = { _id: 'user_1', _openid: 'alice', credits: 100, createdAt: new Date(0) };
let rows: Record<string, object> = {};

let calls: string[] = [];
/** A database on which every call takes the same time and every update finds its row. */
function createSlowDatabase(): Database {
  const takes = async <Answer>(call: string, answer: Answer): Promise<Answer> => {
    calls.push(call);
    await systemClock.sleep(callMs);
    return answer;
  };
  const updated = { stats: { updated: 1 } };
  const doc = (name: string, id: string): DocumentReference => ({
    get: () => takes(`get ${name}`, { data: rows[`${name}/${id}`] ?? null }),
    set: () => takes(`set ${name}`, {}),
    update: () => takes(`update ${name}`, updated),
    remove: () => takes(`remove ${name}`, {}),
  });
  const collection = (name: string) => ({
    doc: (id: string) => doc(name, id),
    add: () => takes(`add ${name}`, {}),
    where: () => ({ update: () => takes(`update ${name}`, updated) }),
  });
  const database = {
    command: { inc: String, set: String },
    collection,
    startTransaction: () =>
      takes('start', {
        collection,
        commit: () => takes('commit', {}),
        rollback: () => takes('roll back', {}),
      }),
  };
  return database as unknown as Database;
}

/** The number of sequential database calls, without those made while the channel answers. */
async function settled(
  phase: PaymentPhase,
  source: SettleSource,
  changes: Partial<Order> = {},
): Promise<number> {
  calls = [];
  const order = { ...fresh, createdAt: new Date(), ...changes };
  rows = {
    'orders/P00000001': { _id: order.id, ...toOrderRow(order, new Date()) },
    'users/user_1': user,
  };
  const evidence = {
    ...{ orderId: order.id, wxOrderId: 'wx1', env: 'live' as const, phase, status: '2' },
    ...{ orderFee: 600, paidFee: 600, couponFee: 0, refundFee: 0, leftFee: 600 },
    ...{ paidAt: new Date(), isDelivered: false, isApple: false },
  };
  const virtual = {
    env: 'live',
    async query() {
      await systemClock.sleep(channelMs);
      return { state: 'known', evidence };
    },
  };
  const database = createSlowDatabase();
  const needs = {
    clock: systemClock,
    wallet: createWalletArea(database, systemClock, () => undefined),
    providers: { payments: { virtual } },
    log: { info: () => undefined, warn: () => undefined, alarm: () => undefined },
  } as unknown as SettleNeeds;
  const begunAt = Date.now();
  const ending = settle(order, source, needs).then(() => Date.now() - begunAt);
  await jest.runAllTimersAsync();
  return ((await ending) - channelMs) / callMs;
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('to settle a paid order', () => {
  it.each(['phone', 'push', 'tick', 'admin'] as const)(
    'for a %s takes six calls after the answer of the channel, one transaction with everything in it',
    async (source) => {
      expect(await settled('paid', source)).toBe(6);
      expect(calls).toEqual([
        ...['start', 'get orders', 'get users'],
        ...['update users', 'update quota_overviews', 'add credit_logs'],
        ...['update orders', 'set payment_events', 'commit'],
      ]);
    },
  );

  const longAgo = new Date(Date.now() - 10 * 60_000);

  it.each(['phone', 'push', 'tick', 'admin'] as const)(
    'for a %s takes as many where a push has told of it that could not be followed',
    async (source) => {
      expect(await settled('paid', source, { status: 'paid', createdAt: longAgo })).toBe(6);
    },
  );

  it('for the timer reads nothing of an order that nobody pays any more before it knows better', async () => {
    await settled('open', 'tick', { createdAt: longAgo });
    expect(calls).not.toContain('start');
    await settled('open', 'tick', { status: 'closed', createdAt: longAgo });
    expect(calls).not.toContain('start');
    expect(await settled('paid', 'tick', { createdAt: longAgo })).toBe(9);
  });

  it('writes nothing in the transaction of an order that nobody paid', async () => {
    await settled('open', 'phone');
    expect(calls.slice(0, 3)).toEqual(['start', 'get orders', 'get users']);
    expect(calls).toContain('roll back');
    expect(calls).not.toContain('commit');
    expect(calls).not.toContain('update users');
  });
});
