import type {
  AdminAct,
  StoryPart,
  StoryRows,
} from '../../../../cloudfunctions/shared/contracts/admin';
import type { Order } from '../../../../cloudfunctions/shared/contracts/payment';
import type { Task } from '../../../../cloudfunctions/shared/contracts/task';
import type { CreditLog } from '../../../../cloudfunctions/shared/contracts/userInfo';
import { labelOf } from '../../../utils/labels';
import { moneyName } from '../../../utils/money';
import { joined } from '../../../utils/names';
import { dateName, momentName } from '../../../utils/time';
import { boughtName, orderStatusName, orderStatusTone } from '../order-words';
import { toWork } from '../rows/view';
import type { Row } from '../rows/view';
import type { UserStory } from '../service';

export type Part = StoryPart;

export const parts: { id: Part; name: string; none: string }[] = [
  { id: 'credits', name: '积分', none: '还没有积分变动' },
  { id: 'works', name: '作品', none: '还没有作品' },
  { id: 'tasks', name: '任务', none: '还没有任务' },
  { id: 'orders', name: '订单', none: '还没有订单' },
  { id: 'acts', name: '管理', none: '还没有管理记录' },
];

export type StoryRow = Omit<Row, 'userId'> & { path: string };
export type StoryView = {
  nickname: string;
  tier: UserStory['user']['tier'];
  level: UserStory['user']['membershipLevel'];
  line: string;
  joined: string;
  credits: number;
  rows: Record<Part, StoryRow[]>;
};

const types: Record<Task['type'], string> = { photography: '服装摄影', fitting: '虚拟试衣' };
const states: Record<Task['state'], [string, StoryRow['tone']]> = {
  queued: ['排队中', ''],
  running: ['绘制中', 'busy'],
  completed: ['已完成', 'good'],
  partial: ['部分完成', 'warn'],
  failed: ['失败', 'bad'],
  cancelled: ['已取消', ''],
};
const acts: Record<string, string> = {
  adjustCredits: '调整积分',
  adjust: '调整额度',
  sendMessage: '发送消息',
};

export function toStoryView(story: UserStory, now: number): StoryView {
  const { user } = story;
  const ends = user.membershipEndAt === null ? '' : `${dateName(user.membershipEndAt, now)}到期`;
  return {
    ...{ nickname: user.nickname || '微信用户', tier: user.tier, level: user.membershipLevel },
    line: joined(`邀请码 ${user.inviteCode}`, ends),
    joined: `${dateName(user.createdAt, now)}加入`,
    credits: user.credits,
    rows: toRows(story, now),
  };
}

export function toRows(story: StoryRows, now: number): Record<Part, StoryRow[]> {
  return {
    credits: story.credits.map((log) => toCreditRow(log, now)),
    works: story.works.map((work) => {
      const { title, line, ...row } = toWork({ ...work, nickname: '' }, now);
      const [type = ''] = title.split(' · ');
      return { ...row, title: type, line, path: '' };
    }),
    tasks: story.tasks.map((task) => toTaskRow(task, now)),
    orders: story.orders.map((order) => toOrderRow(order, now)),
    acts: story.acts.map((act) => toActRow(act, now)),
  };
}

function toCreditRow({ id, title, amount, balance, createdAt, orderId }: CreditLog, now: number) {
  return {
    ...{ id, title, note: '' },
    line: joined(momentName(createdAt, now), `余额 ${balance}`),
    tag: `${amount > 0 ? '+' : '−'}${Math.abs(amount)}`,
    tone: (amount > 0 ? 'good' : '') as StoryRow['tone'],
    path: orderId === undefined ? '' : `/packages/admin/order/index?id=${orderId}`,
  };
}

function toTaskRow(task: Task, now: number): StoryRow {
  const { taskId: id, type, state, done, total, spent, refunded, createdAt } = task;
  const known = Object.prototype.hasOwnProperty.call(states, state);
  const [tag, tone] = known ? states[state] : (['处理中', ''] as const);
  return {
    ...{ id, tag, tone, note: id, path: '' },
    title: joined(labelOf(types, type, '任务'), `${done}/${total} 张`),
    line: joined(
      momentName(createdAt, now),
      `用 ${spent} 积分`,
      refunded > 0 ? `退 ${refunded} 积分` : '',
    ),
  };
}

function toOrderRow(order: Order, now: number): StoryRow {
  const { orderId: id, status, paidFen, priceFen, createdAt } = order;
  return {
    ...{ id, note: id, tag: orderStatusName(status), tone: orderStatusTone(status) },
    title: joined(boughtName(order), moneyName(paidFen ?? priceFen)),
    line: momentName(createdAt, now),
    path: `/packages/admin/order/index?id=${id}`,
  };
}

function toActRow({ id, action, adminName, adminId, reason, createdAt }: AdminAct, now: number) {
  const known = Object.prototype.hasOwnProperty.call(acts, action);
  return {
    ...{ id, note: reason, tag: '', tone: '' as const, path: '' },
    title: known ? (acts[action] ?? action) : action,
    line: joined(momentName(createdAt, now), adminName || adminId),
  };
}

/** Parses a typed change of credits: `20`, `-5`; null when it is not a number. */
export function toAmount(typed: string): number | null {
  const text = typed.trim().replace(/^[−－]/, '-');
  const amount = /^[+-]?\d{1,7}$/.test(text) ? Number(text) : 0;
  return amount === 0 || Math.abs(amount) > 1_000_000 ? null : amount;
}

export type CreditsSheet = { effect: string; act: string; problem: string };

export function toCreditsSheet(credits: number, typed: string): CreditsSheet {
  const amount = toAmount(typed);
  const rule = '增减合计一天超过 1000 的要两位管理员';
  if (amount === null) {
    const problem = typed.trim() === '' ? '先填数量' : '数量不对';
    return { problem, act: '调整积分', effect: `现在 ${credits} 积分；减少时写 -5；${rule}` };
  }
  const after = credits + amount;
  return {
    problem: after < 0 ? `最多减少 ${credits} 积分` : '',
    act: amount > 0 ? `增加 ${amount} 积分` : `减少 ${-amount} 积分`,
    effect: `${credits} → ${Math.max(0, after)} 积分，用户会在积分记录里看到；${rule}`,
  };
}
