import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import { billOf } from '../../devtools/providers/wechat/bill';
import { readBill } from '../../scripts/admin/bill';
import { succeeded } from '../support/studio';
import { openWalletDesk } from '../support/wallet-desk';
import type { WalletDesk } from '../support/wallet-desk';

const minute = 60_000;

describe('the bill of the channel', () => {
  it('is read whatever its unit and its further columns', () => {
    const bill = [
      '\uFEFF交易时间,商品,订单号,微信订单号,交易类型,金额(元)',
      '2026-11-20 23:59:59,200 积分,`P1,wx1,支付,18.00',
      '2026/11/21 00:00:01,200 积分,"R1",wx2,退款,-9.05',
      '合计,,,,,',
    ].join('\r\n');

    expect(readBill(bill)).toEqual([
      { kind: 'payment', number: 'P1', day: '20261120', fen: 1800 },
      { kind: 'refund', number: 'R1', day: '20261121', fen: 905 },
    ]);
  });

  it.each([
    ['a column is missing', '订单号,交易时间,金额\nP1,2026-11-20 00:00:00,1', '「交易类型」'],
    ['an amount is not one', '订单号,交易类型,交易时间,金额\nP1,支付,2026-11-20,十元', '第 2 行'],
    ['a time is not one', '订单号,交易类型,交易时间,金额\nP1,支付,昨天,1', '第 2 行'],
  ])('is refused where %s', (_what, text, words) => {
    expect(() => readBill(text)).toThrow(words);
  });
});

describe('check-wallet with a bill', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bill-'));
  const file = join(folder, 'bill.csv');
  let desk: WalletDesk;

  beforeAll(async () => {
    desk = await openWalletDesk();
  });
  afterAll(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    desk.studio.cloud.cloud.reset({ seed: true });
    desk.wechat.reset();
    await desk.later(10 * minute);
    await desk.studio.member('alice');
    await desk.studio.member('root', { userType: 'admin' });
  });

  async function check(...options: string[]) {
    const command = ['--import', 'tsx', 'scripts/check-wallet.ts', ...options];
    const child = spawn(process.execPath, command, {
      cwd: join(__dirname, '../..'),
      env: { ...process.env, ...desk.environment, LOCAL_CLOUD_URL: desk.studio.cloud.url },
    });
    let out = '';
    child.stdout.on('data', (part: Buffer) => (out += part.toString()));
    child.stderr.on('data', (part: Buffer) => (out += part.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, out };
  }
  const today = () => businessDay(new Date(desk.now()));
  const bill = () => billOf(Object.values(desk.wechat.store.state.orders), 0, 99_999_999);

  async function refundPart(orderId: string): Promise<void> {
    const input = { orderId, fen: 900, reason: '用户申请', requestId: 'refund-1' };
    succeeded(await desk.studio.call('root', 'payment', 'refund', input));
    for (let runs = 0; runs < 3; runs += 1) {
      await desk.later(2 * minute);
      await desk.tick();
    }
  }

  it('agrees with it payment by payment and refund by refund, from a file and from WeChat', async () => {
    const orderId = await desk.buy('alice');
    const forced = await desk.buy('alice', 'credits_60');
    await desk.tap('alice', 'credits_500');
    const order = desk.at(forced);
    desk.wechat.orders.endRefund(
      order,
      desk.wechat.orders.refund(order, 'self', 600, null),
      'done',
    );
    succeeded(await desk.studio.call('root', 'payment', 'recheck', { orderId: forced }));
    await refundPart(orderId);
    writeFileSync(file, bill());

    const read = await check('--bill', file);
    expect(read.out).toContain('逐笔一致');
    expect(read.out).toContain(
      `✓ ${today()}  本地 24.00 − 15.00 = 9.00，账单 24.00 − 15.00 = 9.00`,
    );
    expect(read.out).toContain('未结束的订单: 30 分钟内 1');
    expect(read.code).toBe(0);
    const { code, out } = await check('--bill-days', `${today()}-${today()}`, '--json');
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(JSON.parse(out)).toMatchObject({
      bill: { differences: [], from: today() },
      days: [{ day: today(), paidFen: 2400, refundedFen: 1500 }],
    });
  });

  it('names what only one side knows, and what differs', async () => {
    const [gone, dearer] = [await desk.buy('alice'), await desk.buy('alice', 'credits_60')];
    const parked = await desk.tap('alice', 'credits_500');
    desk.pay(parked, { paidFen: 3_000 });
    await desk.push(parked);
    const lines = bill()
      .split('\n')
      .filter((line) => !line.startsWith(gone));
    writeFileSync(file, lines.join('\n').replace(/(,600,0,)600/, '$1599'));

    const { code, out } = await check('--bill', file);
    expect(code).toBe(2);
    expect(out).toContain(`${gone}（${today()}）: 本地付款 18.00 元，账单没有`);
    expect(out).toContain(`${dearer}（${today()}）: 账单付款 5.99 元，本地 6.00 元`);
    expect(out).toContain(
      `${parked}（${today()}）: 账单付款 30.00 元，本地状态 needs_review，未记付款`,
    );
  });

  it('fails for a missing file and for invalid days', async () => {
    expect(await check('--bill', join(folder, 'none.csv'))).toMatchObject({
      code: 3,
      out: expect.stringContaining('读不到账单文件') as unknown,
    });
    expect(await check('--bill-days', 'november')).toMatchObject({ code: 3 });
  });
});
