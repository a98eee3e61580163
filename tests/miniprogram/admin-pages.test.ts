import type { OpenJob, Overview, WorkRow } from '../../cloudfunctions/shared/contracts/admin';
import type { AdminOrder, Proposal } from '../../cloudfunctions/shared/contracts/payment';
import type { DeadJob } from '../../cloudfunctions/shared/contracts/queue';
import { toActView as toOrderAct, toOrderView } from '../../miniprogram/packages/admin/order/view';
import { toFilter, toOrderRow } from '../../miniprogram/packages/admin/orders/view';
import { toOverviewView } from '../../miniprogram/packages/admin/overview/view';
import { toProposalRow } from '../../miniprogram/packages/admin/proposals/view';
import { toJob, toKind, toWork } from '../../miniprogram/packages/admin/rows/view';
import { causeOf, toActView, toDeadCard } from '../../miniprogram/packages/admin/tasks/view';
import { toAmount, toCreditsSheet } from '../../miniprogram/packages/admin/user/view';
import { moneyName, roundMoneyName, toFen } from '../../miniprogram/utils/money';

const now = Date.parse('2026-11-21T07:07:00.000Z');
const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();

function overview(more: Partial<Overview> = {}): Overview {
  return {
    at: at(0),
    works: {
      ...{ today: 583, completed: 575, failed: 8, isCut: false },
      hours: Array.from({ length: 24 }, (_, index) => ({
        ...{
          at: at((23 - index) * 60),
          completed: index === 4 ? 8 : 20,
          failed: index === 4 ? 4 : 0,
        },
        others: 0,
      })),
    },
    duration: { medianMs: 6_240, p95Ms: 18_300 },
    queue: { queued: 14, drawing: 6, checking: 2, oldestAt: at(12) },
    ...{ deadJobs: 2, waitingBackups: 0, openProposals: 0 },
    money: {
      ...{ paidCount: 46, paidFen: 126_800, creditedCount: 45, creditedFen: 126_200 },
      ...{ parkedCount: 1, parkedFen: 600, env: 'sandbox' as const },
    },
    providers: { working: 4, cooling: 1, off: 2, withoutKey: 0 },
    alarms: [{ kind: 'waitingTask', text: '最早的一张图片已等待 12 分钟', since: at(2) }],
    ...more,
  };
}

describe('the overview', () => {
  it('shows the figures in the words of the page, and each opens its rows', () => {
    const view = toOverviewView(overview(), now);

    expect(view.figures.map(({ text, unit }) => `${text}${unit}`)).toEqual([
      ...['583', '98.6%', '6.2秒', '18秒'],
    ]);
    expect(view.figures.map(({ path }) => path)).not.toContain('');
    expect(view.queue).toMatchObject({ oldest: '12 分钟', isLate: true });
    expect(view.money.figures.map(({ text }) => text)).toEqual(['¥1,268', '¥1,262', '¥6']);
    expect(view.money.parked).toBe('1 笔待核对');
    expect(view.alarms).toMatchObject([
      { line: '11月21日 15:05 开始', path: expect.stringContaining('kind=queue') as string },
    ]);
    expect(view.allWell).toBe('');
  });

  it('marks hours with few successes, and the current one while there is an alarm', () => {
    const { bars, barsLabel } = toOverviewView(overview(), now);

    expect(bars[4]?.tone).toBe('low');
    expect(bars[23]?.tone).toBe('alarm');
    expect(barsLabel).toBe('近 24 小时，1 小时成功率低，1 小时有告警');
  });

  it('is one grey line when all is well', () => {
    const money = { ...overview().money, parkedCount: 0 };
    const well = { alarms: [], deadJobs: 0, money };
    const view = toOverviewView(overview(well), now);

    expect(toOverviewView(overview({ ...well, deadJobs: 1 }), now).allWell).toBe('');
    expect(view).toMatchObject({ alarms: [], allWell: '一切正常 · 15:07' });
    expect(view.bars[23]?.tone).toBe('normal');
  });

  it('never rounds a failure away, and says what is not known', () => {
    const works = { ...overview().works, today: 0, completed: 99_999, failed: 1 };
    expect(toOverviewView(overview({ works }), now).figures[1]?.text).toBe('99.9');
    const none = { ...works, completed: 0, failed: 0, hours: [] };
    const { figures } = toOverviewView(overview({ works: none, duration: null }), now);
    expect(figures.map(({ text }) => text)).toEqual(['0', '—', '—', '—']);
  });

  it('shows an alarm of an unknown kind, without a link', () => {
    const alarms = [{ kind: 'constructor', text: '新的告警', since: at(1) }];
    expect(toOverviewView(overview({ alarms }), now).alarms).toEqual([
      { kind: 'constructor', text: '新的告警', line: '11月21日 15:06 开始', path: '' },
    ]);
  });
});

const job: DeadJob = {
  ...{ jobId: 'work_1', taskId: 'task_1', userId: 'user_1', type: 'photography', title: '风衣' },
  ...{ sceneName: '旧书店', nickname: '小满', reason: 'PROVIDER_TIMEOUT', lastError: '504' },
  ...{ attempts: 3, lostLeases: 0, refundedCredits: 1, providers: ['dashscope', 'seedream'] },
  ...{ replayFen: 20, createdAt: at(43), diedAt: at(36) },
};

describe('a dead letter', () => {
  it('says what happened, what became of the money and who was asked', () => {
    expect(toDeadCard(job, now)).toMatchObject({
      ...{ title: '服装摄影 · 旧书店', who: '用户 小满', refund: '已退 1 积分' },
      ...{ cause: '服务商一直没有按时返回', code: 'PROVIDER_TIMEOUT · 504' },
      ...{
        trace: 'work_1 · dashscope、seedream',
        times: '今天 14:24 提交 · 14:31 停止 · 试了 3 次',
      },
    });
    expect(causeOf('toString')).toBe('多次尝试都没有成功');
  });

  it('shows the effect before the act', () => {
    expect(toActView(job, 'replay', '服务商已恢复')).toMatchObject({
      ...{ act: '重放这一张', cost: '约 ¥0.20', canAct: true },
      effect: expect.stringContaining('约 ¥0.20 由我们出') as string,
    });
    expect(toActView(job, 'replay', ' ')).toMatchObject({
      ...{ canAct: false, label: '重放这一张 约 ¥0.20 · 先填原因' },
    });
    expect(toActView({ ...job, replayFen: null }, 'replay', '好')).toMatchObject({
      ...{ canAct: false, blocked: '没有启用的服务商' },
    });
    expect(toActView({ ...job, replayFen: null }, 'discard', '好').canAct).toBe(true);
  });
});

const order: AdminOrder = {
  ...{
    orderId: 'P1',
    status: 'credited',
    packageId: 'credits_60',
    kind: 'credits',
    name: '60 积分',
  },
  ...{ priceFen: 600, credits: 60, bonusCredits: 1, planId: null, days: null, channel: 'virtual' },
  ...{ paidFen: 600, refundedFen: 0, shortfallCredits: 0, createdAt: at(30), paidAt: at(29) },
  ...{ creditedAt: at(29), closedAt: null, userId: 'user_1', platform: 'android', env: 'live' },
  ...{ wxOrderId: '42', orderFee: 600, couponFen: 0, isDelivered: true, review: null },
  ...{ nextQueryAt: null, version: 2 },
};
const story = { order, events: [], refunds: [], proposals: [], ledger: [] };

describe('an order of an admin', () => {
  it('is listed with what is wrong with it', () => {
    expect(toOrderRow({ ...order, status: 'needs_review', review: 'amount' }, now)).toMatchObject({
      ...{ tag: '待核对', tone: 'bad', note: '渠道的金额与订单不一致' },
    });
    expect([toFilter('needs_review'), toFilter('nope'), toFilter(undefined)]).toEqual([
      ...['needs_review', '', ''],
    ]);
  });

  it('is refunded up to what is left, and says what is taken back', () => {
    const typed = (text: string, more: Partial<AdminOrder> = {}) =>
      toOrderAct({ ...order, ...more }, 'refund', text);
    expect(typed('')).toMatchObject({ problem: '先填金额' });
    expect(typed('3.005')).toMatchObject({ problem: '金额不对' });
    expect(typed('6.01')).toMatchObject({ problem: '最多还能退 ¥6.00' });
    // 31 is ceil(61 × 300 / 600).
    expect(typed('3').effect).toContain('收回 31 积分');
    expect(typed('3', { refundedFen: 400 })).toMatchObject({ problem: '最多还能退 ¥2.00' });
  });

  it('bought at Apple is not refunded here, and one that is parked is decided on', () => {
    expect(toOrderView(story, now)).toMatchObject({ canRefund: true, isParked: false });
    expect(toOrderView({ ...story, order: { ...order, platform: 'ios' } }, now)).toMatchObject({
      ...{ canRefund: false, noRefund: expect.stringContaining('苹果') as string },
    });
    const parked = { ...order, status: 'needs_review', review: 'foreign' } as const;
    expect(toOrderView({ ...story, order: parked }, now)).toMatchObject({
      ...{ canRefund: false, isParked: true, review: '付款人不是下单的人' },
    });
  });

  it('tells its story in the order of time', () => {
    const event = { id: 'e', source: 'tick', outcome: 'credited', facts: { paidFee: 600 } };
    const view = toOrderView(
      {
        ...story,
        events: [{ ...event, createdAt: at(29) }],
        ledger: [
          {
            ...{ id: 'l', kind: 'recharge', amount: 61, balance: 161, title: '充值' },
            createdAt: at(28),
          },
        ],
      },
      now,
    );
    expect(view.steps.map(({ title, line }) => [title, line])).toEqual([
      ['定时问微信', '已入账 · 实付 ¥6.00'],
      ['充值', '+61 积分 · 余额 161'],
    ]);
  });
});

describe('a proposal', () => {
  const proposal: Proposal = {
    ...{ proposalId: 'p', kind: 'adjustCredits', status: 'open', userId: 'user_1', orderId: null },
    ...{ credits: -2000, fen: null, decision: null, reason: '误发', proposedBy: 'root' },
    ...{ approvedBy: null, createdAt: at(5), approvedAt: null },
  };
  it('says what it moves, and whether another admin has to approve', () => {
    expect(toProposalRow(proposal, 'root', now)).toMatchObject({
      ...{ title: '扣减 2000 积分', isOwn: true, isOpen: true },
    });
    expect(toProposalRow({ ...proposal, kind: 'refund', fen: 30_000 }, 'eve', now)).toMatchObject({
      ...{ title: '退款 ¥300.00', isOwn: false },
    });
  });
});

describe('rows behind a figure', () => {
  it('name a work by its kind and its owner, never by its words', () => {
    const work: WorkRow = {
      ...{ workId: 'w', userId: 'user_1', nickname: '小满', type: 'text2img', status: 'failed' },
      ...{ errorCode: 'PROVIDER_FAILED', errorMessage: '绘制服务暂时繁忙', cost: 1 },
      ...{ refundedCredits: 1, createdAt: at(3), ms: null },
    };
    expect(toWork(work, now)).toMatchObject({
      ...{ title: '文生图 · 小满', tag: '失败', line: '今天 15:04 · 已退 1 积分' },
      note: '绘制服务暂时繁忙 · PROVIDER_FAILED',
    });
  });

  it('say how long a picture has waited, never less than nothing', () => {
    const open: OpenJob = {
      ...{ jobId: 'j', taskId: 't', userId: 'u', nickname: '', type: 'fitting', state: 'queued' },
      ...{ attempts: 2, lostLeases: 1, provider: '', lastError: '', createdAt: at(-1) },
    };
    expect(toJob(open, now)).toMatchObject({ line: '等了 0 分钟 · 第 2 次 · 中断 1 次' });
    expect([toKind('queue'), toKind('__proto__'), toKind(undefined)]).toEqual([
      ...['queue', 'works', 'works'],
    ]);
  });
});

describe('amounts', () => {
  it.each([
    ['6', 600],
    ['6.5', 650],
    ['6.05', 605],
    ['', null],
    ['6.', null],
    ['-1', null],
    ['1e3', null],
  ])('of money: %s is %s fen', (typed, fen) => {
    expect(toFen(typed)).toBe(fen);
  });

  it('are written with and without cents', () => {
    expect([
      moneyName(605),
      roundMoneyName(126_800),
      roundMoneyName(605),
      roundMoneyName(0),
    ]).toEqual([...['¥6.05', '¥1,268', '¥6.05', '¥0']]);
  });

  it.each([
    ['20', 20],
    ['−5', -5],
    ['-5', -5],
    ['0', null],
    ['5.5', null],
    ['1000001', null],
  ])('of credits: %s is %s', (typed, amount) => {
    expect(toAmount(typed)).toBe(amount);
  });

  it('of credits show the balance after them', () => {
    expect(toCreditsSheet(100, '20')).toMatchObject({ act: '增加 20 积分', problem: '' });
    expect(toCreditsSheet(100, '-101')).toMatchObject({ problem: '最多减少 100 积分' });
    expect(toCreditsSheet(100, '')).toMatchObject({ problem: '先填数量' });
  });
});
