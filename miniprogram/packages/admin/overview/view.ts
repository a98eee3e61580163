import type { Overview } from '../../../../cloudfunctions/shared/contracts/admin';
import { countName } from '../../../utils/count';
import { joined } from '../../../utils/names';
import { clockTime, dateTimeName } from '../../../utils/time';
import { roundMoneyName } from '../../../utils/money';

export type Bar = { at: string; height: number; tone: '' | 'normal' | 'low' | 'alarm' };
export type Figure = { text: string; unit: string; name: string; path: string };
export type Alarm = { kind: string; text: string; line: string; path: string };
export type Door = { icon: string; title: string; value: string; path: string; isBad: boolean };

export type OverviewView = {
  at: string;
  allWell: string;
  alarms: Alarm[];
  bars: Bar[];
  barsLabel: string;
  axis: string[];
  figures: Figure[];
  queue: {
    oldest: string;
    isLate: boolean;
    parts: { name: string; count: number; tone: string; share: number }[];
  };
  money: { env: string; isSandbox: boolean; parked: string; figures: Figure[] };
  doors: Door[];
};

const minuteMs = 60_000;
const lateMs = 10 * minuteMs;
const minRate = 0.9;
/** An hour with fewer ended works has no meaningful success rate. */
const minEnded = 5;
/** The large type has room for this many digits. */
const maxDigits = 5;

export const paths = {
  works: '/packages/admin/rows/index?kind=works',
  failed: '/packages/admin/rows/index?kind=failed',
  completed: '/packages/admin/rows/index?kind=completed',
  queue: '/packages/admin/rows/index?kind=queue',
  backups: '/packages/admin/rows/index?kind=backups',
  tasks: '/packages/admin/tasks/index',
  orders: '/packages/admin/orders/index',
  parked: '/packages/admin/orders/index?status=needs_review',
  paid: '/packages/admin/orders/index?status=paid',
  credited: '/packages/admin/orders/index?status=credited',
  proposals: '/packages/admin/proposals/index',
  users: '/packages/admin/users/index',
  providers: '/packages/admin/providers/index',
  scenes: '/packages/admin/drafts/index?kind=scene',
  templates: '/packages/admin/drafts/index?kind=template',
};

/** Where the rows of an alarm are. */
const alarmPaths: Record<string, string> = {
  waitingTask: paths.queue,
  paidNotCredited: paths.paid,
  parkedPayment: paths.parked,
  deadJobs: paths.tasks,
  waitingBackups: paths.backups,
  successRate: paths.failed,
  providerBudget: paths.providers,
};

export function toOverviewView(overview: Overview, now: number): OverviewView {
  const { at, works, alarms, money } = overview;
  const bars = toBars(overview);
  return {
    at: dateTimeName(at, now),
    allWell: isWell(overview) ? joined('一切正常', clockTime(at)) : '',
    alarms: alarms.map(({ kind, text, since }) => ({
      ...{ kind, text, path: pathOf(kind) },
      line: `${dateTimeName(since, now)} 开始`,
    })),
    bars,
    barsLabel: labelOfBars(bars),
    axis: [0, 6, 12, 18].map((index) => clockTime(works.hours[index]?.at ?? '')),
    figures: toFigures(overview),
    queue: toQueue(overview, now),
    money: {
      ...{ env: money.env === 'live' ? '正式' : '沙箱', isSandbox: money.env !== 'live' },
      parked: money.parkedCount > 0 ? `${money.parkedCount} 笔待核对` : '',
      figures: [
        moneyFigure(money.paidFen, `已付 ${money.paidCount} 笔`, paths.orders),
        moneyFigure(money.creditedFen, `已到账 ${money.creditedCount} 笔`, paths.credited),
        moneyFigure(money.parkedFen, '待核对', paths.parked),
      ],
    },
    doors: toDoors(overview),
  };
}

/** The watchdog runs only every few minutes, so what it would raise next counts too. */
function isWell({ alarms, deadJobs, waitingBackups, money }: Overview): boolean {
  return alarms.length + deadJobs + waitingBackups + money.parkedCount === 0;
}

function pathOf(kind: string): string {
  return Object.prototype.hasOwnProperty.call(alarmPaths, kind) ? (alarmPaths[kind] ?? '') : '';
}

function toBars({ works, alarms }: Overview): Bar[] {
  const sums = works.hours.map(({ completed, failed, others }) => completed + failed + others);
  const most = Math.max(1, ...sums);
  return works.hours.map(({ at, completed, failed }, index) => {
    const sum = sums[index] ?? 0;
    const isNow = index === works.hours.length - 1;
    const ended = completed + failed;
    const isLow = ended >= minEnded && completed / ended < minRate;
    const tone = isNow && alarms.length > 0 ? 'alarm' : isLow ? 'low' : sum > 0 ? 'normal' : '';
    return { at, tone, height: sum === 0 ? 2 : Math.max(6, Math.round((sum / most) * 100)) };
  });
}

/** The strip in words, for screen readers. */
function labelOfBars(bars: readonly Bar[]): string {
  const low = bars.filter(({ tone }) => tone === 'low').length;
  const alarm = bars.filter(({ tone }) => tone === 'alarm').length;
  const told = [
    low > 0 ? `${low} 小时成功率低` : '',
    alarm > 0 ? `${alarm} 小时有告警` : '',
  ].filter((part) => part !== '');
  return `近 24 小时，${told.length === 0 ? '都正常' : told.join('，')}`;
}

function figure(text: string, unit: string, name: string, path: string): Figure {
  return { text, unit, name, path };
}

function moneyFigure(fen: number, name: string, path: string): Figure {
  return figure(roundMoneyName(fen), '', name, path);
}

function toFigures({ works, duration }: Overview): Figure[] {
  const ended = works.completed + works.failed;
  const today = `${countName(works.today, maxDigits)}${works.isCut ? '+' : ''}`;
  // Rounded down, so that an hour with a failure never shows 100.
  const rate = Math.floor((works.completed / Math.max(1, ended)) * 1000) / 10;
  const median = duration === null ? '—' : secondsName(duration.medianMs);
  const slow = duration === null ? '—' : secondsName(duration.p95Ms);
  const unit = duration === null ? '' : '秒';
  return [
    figure(today, '', '今日作品', paths.works),
    figure(ended === 0 ? '—' : String(rate), ended === 0 ? '' : '%', '成功率', paths.failed),
    figure(median, unit, '中位耗时', paths.completed),
    figure(slow, unit, '95% 用时', paths.completed),
  ];
}

/** `6.2`, `18` */
function secondsName(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 10 ? String(Math.round(seconds * 10) / 10) : String(Math.round(seconds));
}

function toQueue({ queue }: Overview, now: number): OverviewView['queue'] {
  const { queued, drawing, checking, oldestAt } = queue;
  const all = Math.max(1, queued + drawing + checking);
  const waitMs = oldestAt === null ? 0 : Math.max(0, now - Date.parse(oldestAt));
  const minutes = Math.floor(waitMs / minuteMs);
  const part = (name: string, count: number, tone: string) => ({
    ...{ name, count, tone },
    share: Math.round((count / all) * 100),
  });
  const parts = [
    part('排队', queued, 'queued'),
    part('绘制', drawing, 'drawing'),
    part('检查', checking, 'checking'),
  ];
  const oldest = oldestAt === null ? '' : minutes === 0 ? '不到 1 分钟' : `${minutes} 分钟`;
  return { oldest, parts, isLate: waitMs > lateMs };
}

/** `4 正常 · 1 冷却中` */
function providersName({ working, cooling, withoutKey }: Overview['providers']): string {
  return joined(
    `${working} 正常`,
    cooling > 0 ? `${cooling} 冷却中` : '',
    withoutKey > 0 ? `${withoutKey} 没有密钥` : '',
  );
}

function toDoors({ deadJobs, waitingBackups, openProposals, providers }: Overview): Door[] {
  const door = (icon: string, title: string, path: string, count?: number): Door => ({
    ...{ icon, title, path },
    value: count === undefined ? '' : String(count),
    isBad: (count ?? 0) > 0,
  });
  return [
    door('error-triangle', '死信任务', paths.tasks, deadJobs),
    door('data-base', '待补存的图片', paths.backups, waitingBackups),
    door('check-circle', '待批准', paths.proposals, openProposals),
    { ...door('server', '服务商', paths.providers), value: providersName(providers) },
    door('usergroup', '用户', paths.users),
    door('bill', '订单', paths.orders),
    door('image', '场景', paths.scenes),
    door('article', '提示词', paths.templates),
  ];
}
