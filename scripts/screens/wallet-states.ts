import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Phone, Workshop } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';

const rechargePath = 'packages/wallet/recharge/index';
const checkinPath = 'packages/wallet/checkin/index';
const invitePath = 'packages/wallet/invite/index';
const orderPath = 'packages/wallet/order/index';
const buyer = userIdOf('rita');

const broken = [{ service: 'functions', function: 'payment', fault: 'fail-before', times: 1000 }];
const slow = [
  { service: 'functions', function: 'payment', fault: 'delay', delayMs: 8000, times: 1000 },
];

/** Pages of `packages/wallet`. */
export const walletStates: State[] = [
  { name: '充值', who: 'olga', path: rechargePath, reach: seen(/^支付 ¥/) },
  {
    name: '充值 · 尚未开通',
    ...{ who: 'olga', path: rechargePath, hasPayment: false },
    reach: seen('充值尚未开通'),
  },
  {
    name: '充值 · 微信支付',
    who: 'olga',
    path: rechargePath,
    reach: toSheet,
  },
  {
    name: '充值 · 确认到账',
    who: 'paul',
    path: rechargePath,
    isPassing: true,
    async reach(phone, workshop) {
      await workshop.faults(slow);
      try {
        await toSheet(phone);
        await confirm(phone);
        await phone.text('正在确认到账…').waitFor();
      } finally {
        await workshop.faults([]);
      }
    },
  },
  {
    name: '充值 · 已到账',
    who: 'quinn',
    path: rechargePath,
    async reach(phone) {
      await toSheet(phone);
      await confirm(phone);
      await phone.text('60 积分已到账').waitFor();
    },
  },
  {
    name: '订单',
    who: 'quinn',
    path: rechargePath,
    async reach(phone) {
      await toSheet(phone);
      await confirm(phone);
      await phone.text('看这笔订单').click();
      await phone.text('这笔钱的经过').waitFor();
    },
  },
  { name: '签到', who: 'olga', path: checkinPath, reach: seen('签到，领') },
  {
    name: '签到 · 已签到',
    who: 'paul',
    path: checkinPath,
    async reach(phone) {
      await phone.text('签到，领').click();
      await phone.text('已签到，明天领').waitFor();
    },
  },
  { name: '邀请', who: 'olga', path: invitePath, reach: seen('复制邀请码') },
  {
    name: '邀请 · 有好友',
    who: 'rita',
    path: invitePath,
    async prepare(workshop) {
      await workshop.member('rita');
      await workshop.put('invites', ...invitations());
    },
    reach: seen('邀请记录'),
  },
  ...paymentEnds(),
  ...orderEnds(),
  ...[
    { name: '充值', path: rechargePath },
    { name: '签到', path: checkinPath },
    { name: '邀请', path: invitePath },
    { name: '订单', path: orderPath, query: { id: 'P00000002' } },
  ].flatMap(troubles),
];

/** The ways in which a payment may end without a purchase. */
function paymentEnds(): State[] {
  const failed = (name: string, code: string, words: string): State => ({
    ...{ name: `充值 · ${name}`, who: 'olga', path: rechargePath, query: { platform: 'android' } },
    async reach(phone) {
      await toSheet(phone);
      await phone.page.getByLabel('失败原因').selectOption(code);
      await phone.page.getByRole('button', { name: '以此失败' }).click();
      await phone.text(words).waitFor();
    },
  });
  return [
    {
      ...{ name: '充值 · 已取消', who: 'olga', path: rechargePath },
      async reach(phone) {
        await toSheet(phone);
        await phone.page.getByRole('button', { name: '取消支付' }).click();
        await phone.text('已取消，没有扣款').waitFor();
      },
    },
    failed('微信拒绝', '-4', '微信提示这次支付有风险'),
    failed('价格变了', '-15013', '价格刚刚变了'),
  ];
}

/** Orders for each way in which an order can end. */
function orderEnds(): State[] {
  const names: Record<string, string> = {
    ...{ P00000001: '等待付款', P00000002: '已退款', P00000003: '部分退款' },
    ...{ P00000004: '已关闭', P00000005: '人工核对', P00000006: '会员' },
  };
  return Object.entries(names).map(([id, name]) => ({
    ...{ name: `订单 · ${name}`, who: 'rita', path: orderPath, query: { id } },
    ...(id === 'P00000001' && {
      async prepare(workshop: Workshop) {
        await workshop.member('rita');
        await workshop.put('orders', ...endedOrders());
      },
    }),
    reach: seen('这笔钱的经过'),
  }));
}

/** The page while it loads slowly, and when it fails to load. */
function troubles(page: Pick<State, 'name' | 'path' | 'query'>): State[] {
  const again = async (phone: Phone, workshop: Workshop, rules: typeof broken, words: string) => {
    await workshop.faults(rules);
    try {
      await phone.page.reload();
      await phone.page.getByText(words).or(phone.page.getByLabel(words)).first().waitFor();
    } finally {
      await workshop.faults([]);
    }
  };
  return [
    {
      ...{ ...page, name: `${page.name} · 正在加载`, who: 'rita', isPassing: true },
      reach: (phone, workshop) => again(phone, workshop, slow, '正在加载'),
    },
    {
      ...{ ...page, name: `${page.name} · 读取失败`, who: 'rita' },
      reach: (phone, workshop) => again(phone, workshop, broken, '重试'),
    },
  ];
}

function invitations(): Record<string, unknown>[] {
  const createdAt = new Date(Date.now() - 86_400_000);
  const ends = [
    { status: 'pending', reason: null },
    { status: 'rewarded', reason: null },
    { status: 'rejected', reason: 'monthLimit' },
    { status: 'rejected', reason: 'inviteeLeft' },
  ];
  return ends.map((end, index) => ({
    ...{ _id: `user_friend${index}`, inviterId: buyer, code: 'ABCDEFGH', ...end },
    ...{ checkAt: null, createdAt, endedAt: end.status === 'pending' ? null : createdAt },
  }));
}

function endedOrders(): Record<string, unknown>[] {
  const at = new Date(Date.now() - 3_600_000);
  const order = {
    ...{ _openid: 'rita', userId: buyer, channel: 'virtual', env: 'live', platform: 'ios' },
    package: {
      ...{ packageId: 'credits_500', kind: 'credits', name: '500 积分', priceFen: 4000 },
      ...{ credits: 500, bonusCredits: 20, planId: null, days: null, version: 1 },
    },
    ...{ orderFee: 4000, paidFee: 4000, couponFee: 0, wxOrderId: 'wx1', refundedFen: 0 },
    ...{ shortfallCredits: 0, isDelivered: true, nextQueryAt: null, queriedAt: at, version: 3 },
    ...{ createdAt: at, paidAt: at, creditedAt: at, closedAt: null },
  };
  const unpaid = { orderFee: null, paidFee: null, couponFee: null, paidAt: null, creditedAt: null };
  const plan = {
    ...{ packageId: 'member_plus_30', kind: 'membership', name: '进阶版 30 天', priceFen: 3900 },
    ...{ credits: 0, bonusCredits: 0, planId: 'plus', days: 30, version: 1 },
  };
  return [
    { ...order, _id: 'P00000001', status: 'created', ...unpaid },
    { ...order, _id: 'P00000002', status: 'refunded', refundedFen: 4000 },
    { ...order, _id: 'P00000003', status: 'partly_refunded', refundedFen: 999 },
    { ...order, _id: 'P00000004', status: 'closed', ...unpaid, closedAt: at },
    { ...order, _id: 'P00000005', status: 'needs_review', review: 'amount', creditedAt: null },
    {
      ...order,
      _id: 'P00000006',
      status: 'credited',
      package: plan,
      orderFee: 3900,
      paidFee: 3900,
    },
  ];
}

/** Opens WeChat's payment sheet. */
async function toSheet(phone: Phone): Promise<void> {
  await phone.button(/^60 积分/).click();
  await phone.text('支付 ¥6.00').click();
  await phone.page.getByRole('button', { name: '确认支付' }).waitFor();
}

async function confirm(phone: Phone): Promise<void> {
  await phone.page.getByRole('button', { name: '确认支付' }).click();
}
