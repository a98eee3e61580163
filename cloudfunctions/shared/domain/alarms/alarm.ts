/** What a user would feel, or soon will. Each kind has its page in `docs/runbook.zh-CN.md`, under its own name. */
export const alarmKinds = [
  'waitingTask',
  'paidNotCredited',
  'parkedPayment',
  'deadJobs',
  'waitingBackups',
  'successRate',
  'failingTimers',
  'silentTimer',
  'providerBudget',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** One row per kind, however often it comes and goes. */
export type Alarm = {
  kind: AlarmKind;
  isOpen: boolean;
  /** What was measured, in the unit of its kind. */
  value: number;
  /** For people. */
  text: string;
  /** Since it is open, or was the last time. */
  since: Date;
  /** Null while it is open. */
  endedAt: Date | null;
  /** When people were last told that it is open; null for not yet since `since`. */
  toldAt: Date | null;
  /** The latest message of this kind, of an alarm or of its end. */
  messagedAt: Date | null;
};

export type Symptom = { kind: AlarmKind; value: number; text: string };

/** What the watchdog has measured. Null: there is none. */
export type Figures = {
  oldestJobAt: Date | null;
  oldestPaidAt: Date | null;
  parkedOrders: number;
  deadJobs: number;
  waitingBackups: number;
  /** Of the latest works that have ended for reasons of ours. */
  ended: { completed: number; failed: number };
  /** Consecutive runs of `tick` in which some job failed. */
  timerFailures: number;
  budget: { spentFen: number; dailyFen: number } | null;
};

const minuteMs = 60_000;
export const maxJobWaitMs = 10 * minuteMs;
export const maxCreditWaitMs = 5 * minuteMs;
/** Fewer works say nothing about a share. */
const minEnded = 10;
export const judgedWorks = 50;
const minSuccessRate = 0.9;
const maxTimerFailures = 3;
const maxBudgetShare = 0.8;
/** Three periods of the slowest timer, and one for the clock. */
const maxSilenceMs = 10 * minuteMs;

const describe: Record<AlarmKind, (value: number) => string> = {
  waitingTask: (value) => `最早的一张图片已等待 ${value} 分钟`,
  paidNotCredited: (value) => `有订单已付款 ${value} 分钟仍未到账`,
  parkedPayment: (value) => `${value} 笔付款等待人工核对`,
  deadJobs: (value) => `${value} 个死信任务，等待重放或丢弃`,
  waitingBackups: (value) => `${value} 件作品在备份中等待恢复`,
  successRate: (value) => `最近作品的成功率只有 ${value}%`,
  failingTimers: (value) => `定时器连续 ${value} 次有工作失败`,
  silentTimer: (value) => `定时器已 ${value} 分钟没有运行`,
  providerBudget: (value) => `今天的服务商预算已用 ${value}%`,
};

export function symptomsOf(figures: Figures, now: Date): Symptom[] {
  const { ended, budget } = figures;
  const waitMs = msSince(figures.oldestJobAt, now);
  const creditMs = msSince(figures.oldestPaidAt, now);
  const endedWorks = ended.completed + ended.failed;
  const rate = endedWorks === 0 ? 1 : ended.completed / endedWorks;
  const share = budget === null ? 0 : shareOf(budget);
  const found: [kind: AlarmKind, value: number, isWrong: boolean][] = [
    ['waitingTask', minutes(waitMs), waitMs > maxJobWaitMs],
    ['paidNotCredited', minutes(creditMs), creditMs > maxCreditWaitMs],
    ['parkedPayment', figures.parkedOrders, figures.parkedOrders > 0],
    ['deadJobs', figures.deadJobs, figures.deadJobs > 0],
    ['waitingBackups', figures.waitingBackups, figures.waitingBackups > 0],
    ['successRate', Math.floor(rate * 100), endedWorks >= minEnded && rate < minSuccessRate],
    ['failingTimers', figures.timerFailures, figures.timerFailures >= maxTimerFailures],
    ['providerBudget', Math.floor(share * 100), share > maxBudgetShare],
  ];
  return found
    .filter(([, , isWrong]) => isWrong)
    .map(([kind, value]) => ({ kind, value, text: describe[kind](value) }));
}

/** A timer cannot report its own silence: the reader of the alarms detects it. Null while it beats, and where it never did. */
export function silenceOf(beatAt: Date | null, now: Date): Alarm | null {
  const silentMs = msSince(beatAt, now);
  if (beatAt === null || silentMs <= maxSilenceMs) return null;
  const value = minutes(silentMs);
  return {
    ...{ kind: 'silentTimer', isOpen: true, value, text: describe.silentTimer(value) },
    ...{ since: beatAt, endedAt: null, toldAt: null, messagedAt: null },
  };
}

function shareOf({ spentFen, dailyFen }: { spentFen: number; dailyFen: number }): number {
  return dailyFen === 0 ? 1 : spentFen / dailyFen;
}

function msSince(moment: Date | null, now: Date): number {
  return moment === null ? 0 : now.getTime() - moment.getTime();
}

function minutes(ms: number): number {
  return Math.floor(ms / minuteMs);
}
