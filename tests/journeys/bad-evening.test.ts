import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';
import { fill } from './quota-steps';

type Reply = { code: number; error?: string; data: Record<string, unknown> | null };
type Deployed = { name: string; hosts: Record<string, string> };

const minuteMs = 60_000;
const alarms = {
  waitingTask: /最早的一张图片已等待/,
  paidNotCredited: /有订单已付款/,
  parkedPayment: /1 笔付款等待人工核对/,
  deadJobs: /1 个死信任务/,
  successRate: /最近作品的成功率只有/,
};
/** The accounts of two vendors have no balance, and the database times out on writes of finished works. */
type Trouble = 'tryOns' | 'pictures' | 'database';

/** The operator uses only the pages and docs/runbook.zh-CN.md; the control API makes things break, and heal by themselves. */
describe('a bad evening', () => {
  let workshop: Workshop;
  let hosts: Record<string, string> = {};
  let offsetMs = 0;
  let orders = 0;

  beforeAll(async () => {
    workshop = await openWorkshop();
    const functions = (await workshop.control('GET', '/local/functions')) as Deployed[];
    hosts = functions.find(({ name }) => name === 'tick')?.hosts ?? {};
  });
  afterAll(() => workshop.close());

  const call = async (name: string, action: string, data: object, who = 'luna') =>
    (await workshop.invoke(who, name, action, { ...data })) as Reply;
  const draw = (prompt = '橘猫[stub:slow=50]') =>
    call('aiGenerate', 'generate', { requestId: `draw-${(orders += 1)}`, prompt });
  /** Draws with no more concurrency than the vendor allows. */
  async function drawAll(count: number): Promise<void> {
    const few = Array.from({ length: 3 }, async (_, lane) => {
      for (let work = lane; work < count; work += 3) {
        expect(await draw()).toMatchObject({ code: 200 });
      }
    });
    await Promise.all(few);
  }
  const openAlarms = async () =>
    (await workshop.rows('alarms', { isOpen: true })).map(({ _id }) => _id).sort();

  async function trouble(...of: Trouble[]): Promise<void> {
    const empty = { service: 'http', operation: 'POST', fault: 'reply' };
    const late = {
      ...{ service: 'database', collection: 'works', function: 'aiGenerate' },
      ...{ fault: 'fail-before', code: 'SERVER_TIMEOUT' },
    };
    const rules: Record<Trouble, Record<string, unknown>[]> = {
      tryOns: [
        { ...empty, host: hosts['DASHSCOPE_BASE_URL'], status: 400, body: { code: 'Arrearage' } },
      ],
      pictures: [
        { ...empty, host: hosts['ZHIPU_BASE_URL'], status: 429, body: { error: { code: '1113' } } },
      ],
      database: ['update', 'set'].map((operation) => ({ ...late, operation })),
    };
    await workshop.faults(of.flatMap((one) => rules[one]));
  }

  async function asPhone(path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${workshop.url}${path}`, {
      method: 'POST',
      headers: { 'x-openid': 'luna' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  }

  /** Opens the overview, and from it the rows behind one alarm. */
  async function openAlarm(text: RegExp): Promise<Phone> {
    const admin = await workshop.phone('root', { path: 'packages/admin/overview/index' });
    await admin.text(text).click();
    return admin;
  }

  /** Moves the clock minute by minute, with a run of the timer in each. */
  async function pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute += 1) {
      offsetMs += minuteMs;
      await workshop.control('PUT', '/local/clock', { offsetMs });
      await workshop.control('POST', '/local/trigger/tick/tick');
    }
  }

  /** Orders and pays, without a phone that asks for the outcome. */
  async function pay(rule: object): Promise<string> {
    await workshop.control('PUT', '/local/pay', [{ ...rule, times: 1 }]);
    const { code } = (await asPhone('/local/code')) as { code: string };
    const order = { packageId: 'credits_60', priceFen: 600, platform: 'android', code };
    const { data } = await call('payment', 'createOrder', {
      ...order,
      requestId: `pay-${(orders += 1)}`,
    });
    const { orderId } = data?.['order'] as { orderId: string };
    const sheet = '/local/client/virtual-payment';
    const request = { platform: 'android', request: data?.['payment'] };
    await asPhone(sheet, request);
    await asPhone(`${sheet}/${orderId}`, { outcome: 'paid' });
    return orderId;
  }
  const statusOf = async (orderId: string) =>
    (await workshop.rows('orders', { _id: orderId }))[0]?.['status'];

  const paid = { parked: '', lost: '', silent: '' };

  it('goes wrong in all its parts', async () => {
    await workshop.member('root', { userType: 'admin', nickname: '陈默' });
    await workshop.member('luna', { nickname: '小满', vipLevel: 3 });
    const samples = await workshop.rows('assets', { isSample: true });
    const sampleOf = (kind: string) => samples.find((asset) => asset['kind'] === kind)?._id;
    const fit = (requestId: string) =>
      call('fitting', 'generate', {
        ...{ requestId, expectedCost: 0, personAssetId: sampleOf('person') },
        garments: [{ assetId: sampleOf('garment'), part: 'top' }],
      });
    await drawAll(10);

    const poison = await call('photography', 'generate', {
      ...{ requestId: 'poison', expectedCost: 0, garmentAssetId: sampleOf('garment') },
      ...{ count: 1, sceneId: 'street-old-lane', note: '[stub:status=429]' },
    });
    expect(poison).toMatchObject({ code: 200 });
    await eventually(async () => {
      await pass(1);
      expect(await workshop.rows('task_jobs', { state: 'dead' })).toHaveLength(1);
    });

    await trouble('pictures');
    for (const _ of [1, 2]) expect((await draw()).code).not.toBe(200);
    await trouble();
    const drawn = draw('橘猫[stub:slow=3000]');
    await eventually(async () => {
      expect(await workshop.rows('works', { status: 'processing' })).toHaveLength(1);
    });
    await trouble('tryOns', 'database');
    await drawn;
    expect(await workshop.rows('emergency_backup', { isRecovered: false })).toHaveLength(1);

    // The first order finds the account empty, the second tries again after ten minutes, the third waits for the operator.
    expect(await fit('fit-1')).toMatchObject({ code: 200 });
    await pass(2);
    for (const requestId of ['fit-2', 'fit-3'])
      expect(await fit(requestId)).toMatchObject({ code: 200 });
    paid.parked = await pay({ paidFen: 500 });
    paid.lost = await pay({ push: 'none' });
    await eventually(async () => expect(await statusOf(paid.parked)).toBe('needs_review'));
    await workshop.control('PUT', '/local/wechat/rules', [
      { api: 'query_order', status: 502, times: 1_000 },
    ]);
    paid.silent = await pay({});
    await eventually(async () => expect(await statusOf(paid.silent)).toBe('paid'));
  });

  it('is seen by the alarms, and an operator finds them on the overview', async () => {
    await pass(16);
    expect(await openAlarms()).toEqual(Object.keys(alarms).sort());
    const admin = await workshop.phone('root', { path: 'packages/admin/overview/index' });
    for (const text of Object.values(alarms)) await admin.text(text).waitFor();
    await admin.picture('evening-1-alarms');
  });

  it('is mended by the pages, once vendor, database and WeChat answer again', async () => {
    await trouble();
    await workshop.control('PUT', '/local/wechat/rules', []);
    await recheck(paid.silent);
    await giveBack(paid.parked);
    await discardPoison();
    await mendVendor();
    const statuses = await Promise.all([paid.silent, paid.parked].map(statusOf));
    expect(statuses).toEqual(['credited', 'refunded']);
  });

  it('leaves nothing behind', async () => {
    await drawAll(44);
    await pass(8);
    expect(await openAlarms()).toEqual([]);
    expect(await statusOf(paid.lost)).toBe('credited');
    const quiet = await workshop.phone('root', { path: 'packages/admin/overview/index' });
    await quiet.text(/一切正常/).waitFor();
    await quiet.picture('evening-2-quiet');
    expect(await workshop.rows('emergency_backup', { isRecovered: false })).toEqual([]);
    const tasks = await workshop.rows('task_queue');
    const states = tasks.map(({ state, type }) => `${type as string} ${state as string}`).sort();
    expect(states).toEqual([
      ...['fitting completed', 'fitting failed', 'fitting failed', 'photography failed'],
    ]);
    const checks = ['check-data-integrity', 'check-wallet'].map(runCheck);
    expect(checks).toMatchObject([{ status: 0 }, { status: 0 }]);
  });

  /** Answers `paidNotCredited`: opens the order and taps 问微信. */
  async function recheck(orderId: string): Promise<void> {
    const admin = await openAlarm(alarms.paidNotCredited);
    await admin.text('已付未到账').waitFor();
    await admin.text(new RegExp(orderId)).click();
    await admin.text('问微信').click();
    await admin.text('已入账').waitFor();
    expect(await statusOf(orderId)).toBe('credited');
  }

  /** Answers `parkedPayment`: five yuan were paid for a package of six, so the payment is refunded. */
  async function giveBack(orderId: string): Promise<void> {
    const admin = await openAlarm(alarms.parkedPayment);
    await admin.text(new RegExp(orderId)).click();
    await admin.text('没有入账').waitFor();
    await admin.page.getByRole('button', { name: '退款', exact: true }).click();
    await fill(admin, '原因', '实付与价格不符，已和用户说明');
    await admin.page.getByRole('button', { name: '退款', exact: true }).last().click();
    await eventually(async () => expect(await statusOf(orderId)).toBe('refunding'));
    await workshop.control('POST', `/local/pay/${orderId}/refund`, {});
    await eventually(async () => expect(await statusOf(orderId)).toBe('refunded'));
  }

  /** Answers `waitingTask`: tests the vendor, which works again. */
  async function mendVendor(): Promise<void> {
    const models = await workshop.phone('root', { path: 'packages/admin/providers/index' });
    await models.text('aitryon-plus').click();
    await models.page.getByRole('button', { name: '试调', exact: true }).click();
    await models.text('试调成功').waitFor();
    await models.picture('evening-3-vendor');
    await eventually(async () => {
      await pass(1);
      const open = await workshop.rows('task_queue', { type: 'fitting', state: 'completed' });
      expect(open).toHaveLength(1);
    });
  }

  /** Answers `deadJobs`: the text of the order is the reason, so it is discarded. */
  async function discardPoison(): Promise<void> {
    const admin = await openAlarm(alarms.deadJobs);
    await admin.button('处理，丢弃').click();
    await fill(admin, '原因', '补充说明里的文字让服务商一直拒绝');
    await admin.button('丢弃这一张').click();
    await admin.text('没有死信任务').waitFor();
  }

  function runCheck(script: string): object {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--import', 'tsx', `scripts/${script}.ts`],
      {
        cwd: join(__dirname, '../..'),
        env: { ...process.env, LOCAL_CLOUD_URL: workshop.url },
        encoding: 'utf8',
      },
    );
    return { script, status, stdout };
  }
});
