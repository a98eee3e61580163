/** Problems that users notice, or soon will. `docs/runbook.zh-CN.md` has a section for each kind, under its name. */
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

/** One row per kind, however often it opens and closes. */
export type Alarm = {
  kind: AlarmKind;
  isOpen: boolean;
  /** The measured value, in the unit of its kind. */
  value: number;
  /** Shown to people. */
  text: string;
  /** When it opened, or last opened if it is closed. */
  since: Date;
  /** Null while it is open. */
  endedAt: Date | null;
  /** When people were last told that it is open; null if not yet told since `since`. */
  toldAt: Date | null;
  /** When the latest message of this kind was sent, for an open alarm or for its end. */
  messagedAt: Date | null;
};

export type Symptom = { kind: AlarmKind; value: number; text: string };

/** What the watchdog has measured. Null means none. */
export type Figures = {
  oldestJobAt: Date | null;
  oldestPaidAt: Date | null;
  parkedOrders: number;
  deadJobs: number;
  waitingBackups: number;
  /** The latest ended works, without failures caused by their owners. */
  ended: { completed: number; failed: number };
  /** Consecutive runs of `tick` in which some job failed. */
  timerFailures: number;
  budget: { spentFen: number; dailyFen: number } | null;
};

const minuteMs = 60_000;
export const maxJobWaitMs = 10 * minuteMs;
export const maxCreditWaitMs = 5 * minuteMs;
/** With fewer works the rate is not meaningful. */
const minEnded = 10;
export const judgedWorks = 50;
const minSuccessRate = 0.9;
const maxTimerFailures = 3;
const maxBudgetShare = 0.8;
/** Three periods of the slowest timer, plus a margin for clock differences. */
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

/**
 * A timer cannot report its own silence: the reader of the alarms detects it. Null while the timer beats, and if it never did.
 */
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
