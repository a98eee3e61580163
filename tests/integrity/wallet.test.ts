import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findWalletProblems } from '../../cloudfunctions/shared/integrity/checks/wallet';
import { now, openArchive } from './archive';
import type { Document } from '../../devtools/emulator/database/database';
import type { Archive } from './archive';

describe('the check of the wallet', () => {
  let archive: Archive;
  const userId = 'user_ann';
  const order = {
    ...{ _id: 'P00000001', _openid: 'ann', userId, channel: 'virtual', env: 'sandbox' },
    package: {
      ...{ packageId: 'credits_200', kind: 'credits', name: '200 积分', priceFen: 1800 },
      ...{ credits: 200, bonusCredits: 0, version: 1 },
    },
    ...{ status: 'credited', orderFee: 1800, paidFee: 1800, couponFee: 0, wxOrderId: 'wx1' },
    ...{ paidAt: now, creditedAt: now, refundedFen: 0, shortfallCredits: 0, isDelivered: true },
    ...{ queriedAt: now, createdAt: now, version: 2 },
  };
  const entry = {
    ...{ _id: 'recharge:P00000001', _openid: 'ann', userId, kind: 'recharge', amount: 200 },
    ...{ before: 0, after: 200, title: '充值', orderId: 'P00000001', createdAt: now },
  };
  const user = {
    ...{ _id: userId, _openid: 'ann', openid: 'ann', nickname: 'ann', userType: 'wechat' },
    ...{ vipLevel: 0, credits: 200, generateCount: 0, inviteCode: 'CODE0001', createdAt: now },
  };
  const put = (collection: string, row: Document) => archive.cloud.collection(collection).put(row);
  const find = async () =>
    (await findWalletProblems(archive.connection.database, { now, clock: archive.clock })).map(
      ({ problem, id }) => `${problem} ${id}`,
    );

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());
  beforeEach(() => {
    archive.cloud.cloud.reset({ seed: true });
    put('users', user);
    put('orders', order);
    put('credit_logs', entry);
  });

  it('finds nothing where everything is right', async () => {
    expect(await find()).toEqual([]);
  });

  it.each([
    ['entryAmount P00000001', 'credit_logs', { ...entry, amount: 201 }],
    [
      'entryWithoutOrder recharge:P2',
      'credit_logs',
      { ...entry, _id: 'recharge:P2', orderId: 'P2' },
    ],
    ['overRefunded P00000001', 'orders', { ...order, refundedFen: 1801 }],
    [
      'orderOverdue P00000001',
      'orders',
      { ...order, nextQueryAt: new Date(now.getTime() - 900_000) },
    ],
    ['shortfall P00000001', 'orders', { ...order, shortfallCredits: 5 }],
    ['orderWithoutEntry P00000009', 'orders', { ...order, _id: 'P00000009' }],
    [
      'orderParked P00000009',
      'orders',
      { ...order, _id: 'P00000009', status: 'needs_review', review: 'amount', creditedAt: null },
    ],
  ])('finds %s', async (expected, collection, row) => {
    put(collection, row);

    expect(await find()).toEqual([expected]);
  });

  it('finds an entry whose order was never credited', async () => {
    put('orders', { ...order, status: 'created', creditedAt: null });

    expect(await find()).toEqual(['entryWithoutOrder recharge:P00000001']);
  });

  describe('of every day', () => {
    const dayMs = 24 * 3_600_000;
    const old = new Date(now.getTime() - 9 * dayMs);
    const daily = async () => {
      const since = new Date(now.getTime() - 8 * dayMs);
      const { database } = archive.connection;
      const found = await findWalletProblems(database, { now, clock: archive.clock, since });
      return found.map(({ problem, id }) => `${problem} ${id}`);
    };

    it('compares new orders with their entries, and the balances of their buyers', async () => {
      expect(await daily()).toEqual([]);
      put('users', { ...user, credits: 900 });
      put('orders', { ...order, _id: 'P00000009' });

      expect(await daily()).toEqual(['orderWithoutEntry P00000009', `balance ${userId}`]);
    });

    it('reports old orders only if they wait for somebody', async () => {
      put('orders', { ...order, _id: 'P00000008', createdAt: old });
      put('orders', { ...order, _id: 'P00000009', createdAt: old, status: 'needs_review' });
      const nextQueryAt = new Date(now.getTime() - 900_000);
      put('orders', {
        ...order,
        _id: 'P00000010',
        status: 'created',
        creditedAt: null,
        nextQueryAt,
        createdAt: old,
      });

      expect(await daily()).toEqual([
        ...['orderWithoutEntry P00000009', 'orderParked P00000009', 'orderOverdue P00000010'],
      ]);
    });
  });

  async function run(script: string, ...options: string[]) {
    const child = spawn(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...options], {
      cwd: join(__dirname, '../..'),
      env: { ...process.env, LOCAL_CLOUD_URL: archive.cloud.url },
    });
    let out = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (out += part.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out };
  }

  it('is a command with a report and an exit code', async () => {
    expect(await run('check-wallet')).toMatchObject({ code: 0 });
    put('users', { ...user, credits: 900 });
    const { code, out } = await run('check-wallet', '--json');

    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      status: 'damaged',
      findings: expect.arrayContaining([
        expect.objectContaining({ problem: 'balance' }),
      ]) as unknown,
    });
  });

  it('tells the story of one order, and fails for an unknown one', async () => {
    const { code, out } = await run('diagnose-order', 'P00000001');

    expect(code).toBe(0);
    expect(out).toContain('recharge:P00000001 200（0 → 200）');
    expect(await run('diagnose-order', 'P00000002')).toMatchObject({
      code: 3,
      out: expect.stringContaining('找不到订单') as unknown,
    });
  });
});
