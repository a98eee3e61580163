import type { Workshop } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';

/** Pages of `packages/admin`: root is an admin, kim is support. */
export const adminStates: State[] = [
  {
    name: '我的 · 管理员',
    who: 'root',
    path: 'pages/profile/index',
    async prepare(workshop) {
      await workshop.member('root', { userType: 'admin', nickname: '陈默' });
      await workshop.member('kim', { userType: 'support', nickname: '客服小金' });
      await fillDesk(workshop);
    },
    reach: seen('管理'),
  },
  {
    name: '管理 · 用户',
    who: 'root',
    path: 'packages/admin/users/index',
    async prepare(workshop) {
      const userId = await workshop.member('kate', { nickname: '墨竹设计', vipLevel: 2 });
      const input = { userId, feature: 'chat_ap_monthly', value: 1500, reason: '客服补偿' };
      await workshop.invoke('root', 'quota', 'adjust', { ...input, requestId: 'screens' });
    },
    reach: seen('墨竹设计'),
  },
  {
    name: '管理 · 用户的经过',
    who: 'root',
    path: 'packages/admin/users/index',
    async reach(phone) {
      await phone.button(/^查看 墨竹设计/).click();
      await phone.text('每一类最近 10 条').waitFor();
    },
  },
  {
    name: '管理 · 调整积分',
    who: 'root',
    path: 'packages/admin/users/index',
    async reach(phone) {
      await phone.button(/^查看 墨竹设计/).click();
      await phone.button(/^调整积分/).click();
      await phone.page
        .locator('[aria-label="积分数量"]')
        .filter({ visible: true })
        .first()
        .fill('20');
    },
  },
  {
    name: '调整额度',
    who: 'root',
    path: 'packages/admin/users/index',
    async reach(phone) {
      await phone.button(/^查看 墨竹设计/).click();
      await phone.button('调整额度').click();
      await phone.text('当前额度').waitFor();
      const field = phone.page.locator('.form input').filter({ visible: true });
      await field.first().fill('300');
      await field.last().fill('双十二活动，商家素材加量');
    },
  },
  {
    name: '管理 · 概览',
    who: 'root',
    path: 'packages/admin/overview/index',
    reach: seen('近 24 小时'),
  },
  {
    name: '管理 · 没有权限',
    who: 'frank',
    path: 'packages/admin/overview/index',
    reach: seen('没有权限'),
  },
  {
    name: '管理 · 死信任务',
    who: 'root',
    path: 'packages/admin/tasks/index',
    reach: seen('重放这一张'),
  },
  {
    name: '管理 · 死信任务 · 丢弃',
    who: 'root',
    path: 'packages/admin/tasks/index',
    async reach(phone) {
      await phone.button('处理，丢弃').click();
      await phone.page
        .locator('[aria-label="原因"]')
        .filter({ visible: true })
        .first()
        .fill('用户已另外下单');
    },
  },
  {
    name: '管理 · 死信任务 · 客服',
    who: 'kim',
    path: 'packages/admin/tasks/index',
    reach: seen(/客服只能查看/),
  },
  { name: '管理 · 队列', who: 'root', path: 'packages/admin/rows/index', reach: seen('最近作品') },
  { name: '管理 · 订单', who: 'root', path: 'packages/admin/orders/index', reach: seen('待核对') },
  {
    name: '管理 · 待核对的订单',
    who: 'root',
    path: 'packages/admin/orders/index',
    async reach(phone) {
      await phone.button(/，待核对$/).click();
      await phone.text('入账').waitFor();
    },
  },
  {
    name: '管理 · 退款',
    who: 'root',
    path: 'packages/admin/orders/index',
    async reach(phone) {
      await phone.button(/，已到账$/).click();
      await phone.text('退款').last().click();
      await phone.page
        .locator('[aria-label="退款金额，元"]')
        .filter({ visible: true })
        .first()
        .fill('3');
    },
  },
  {
    name: '管理 · 待批准',
    who: 'root',
    path: 'packages/admin/proposals/index',
    reach: seen('待批准'),
  },
];

const hourMs = 3_600_000;

/** A day of works, two dead jobs, an order that is credited and one that is parked. */
async function fillDesk(workshop: Workshop): Promise<void> {
  const now = Date.now();
  const owner = await workshop.member('luna', { nickname: '小满' });
  const works = Array.from({ length: 24 }, (_, hour) =>
    Array.from({ length: [9, 10, 8, 3, 1, 0][hour % 6] ?? 1 }, (__, n) => ({
      ...toWork(owner, `desk_${hour}_${n}`, new Date(now - hour * hourMs - n * 60_000)),
      ...(hour === 7 && n < 3 ? { status: 'failed', errorCode: 'PROVIDER_FAILED' } : {}),
    })),
  ).flat();
  await workshop.put('works', ...works);
  await workshop.put(
    'task_jobs',
    ...['dead_1', 'dead_2'].map((id, index) =>
      toDeadJob(owner, id, new Date(now - (index + 1) * hourMs)),
    ),
  );
  await workshop.put('orders', ...toOrders(owner, now));
}

function toWork(userId: string, id: string, createdAt: Date) {
  return {
    ...{
      _id: `work_${id}`,
      _openid: 'luna',
      openid: 'luna',
      userId,
      type: 'text2img',
      status: 'completed',
    },
    ...{
      title: '橘猫',
      originalPrompt: '橘猫',
      prompt: '橘猫',
      imageUrl: 'cloud://x/y.png',
      images: [],
    },
    ...{
      thumbnailUrl: '',
      seat: `desk:${id}`,
      day: '',
      cost: 1,
      refundedCredits: 0,
      isFavorite: false,
    },
    ...{ createdAt, updatedAt: createdAt, startedAt: createdAt, deletedAt: createdAt },
    completedAt: new Date(createdAt.getTime() + 5_000 + (id.length % 7) * 900),
  };
}

function toDeadJob(userId: string, id: string, diedAt: Date) {
  const createdAt = new Date(diedAt.getTime() - 7 * 60_000);
  return {
    ...{
      _id: `work_${id}`,
      taskId: `task_${id}`,
      userId,
      openid: 'luna',
      type: 'photography',
      state: 'dead',
    },
    inputs: {
      ...{
        type: 'photography',
        garmentAssetId: 'asset_x',
        sceneId: 'street-old-lane',
        model: 'female',
      },
      ...{ size: '864x1152', note: '', prompt: '老城小巷' },
    },
    ...{
      dueAt: null,
      turn: createdAt,
      leaseToken: 4,
      leaseUntil: null,
      attempts: 3,
      lostLeases: 0,
    },
    ...{ errorCode: 'PROVIDER_TIMEOUT', lastError: 'no answer within 600 s', discardedAt: null },
    ...{ createdAt, updatedAt: diedAt, endedAt: diedAt },
  };
}

function toOrders(userId: string, now: number) {
  const bought = {
    ...{ packageId: 'credits_60', kind: 'credits', name: '60 积分', priceFen: 600, credits: 60 },
    ...{ bonusCredits: 0, planId: null, days: null },
  };
  return ['credited', 'needs_review'].map((status, index) => {
    const at = new Date(now - (index + 1) * 20 * 60_000);
    const isParked = status === 'needs_review';
    return {
      ...{
        _id: `Pdesk000000${index}`,
        _openid: 'luna',
        userId,
        package: bought,
        channel: 'virtual',
      },
      ...{
        env: 'sandbox',
        platform: 'android',
        status,
        wxOrderId: `4200000${index}`,
        orderFee: 600,
      },
      ...{
        paidFee: 600,
        couponFee: 0,
        paidAt: at,
        refundedFen: 0,
        returnedCredits: 0,
        returnedDays: 0,
      },
      ...{
        shortfallCredits: 0,
        isDelivered: !isParked,
        queriedAt: at,
        createdAt: at,
        updatedAt: at,
      },
      ...(isParked ? { review: 'amount' } : { creditedAt: at }),
      ...{ nextQueryAt: null, version: 3 },
    };
  });
}
