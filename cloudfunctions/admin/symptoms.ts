import type { AlarmView, Overview } from '../shared/contracts/admin';

const minuteMs = 60_000;
const maxWaitMs = 10 * minuteMs;
const minRate = 0.9;
/** Fewer works say nothing about a share. */
const minEnded = 10;

/** What the figures themselves show to be wrong, the worst first. */
export function findSymptoms(figures: Omit<Overview, 'at' | 'alarms'>, now: Date): AlarmView[] {
  const { queue, deadJobs, waitingBackups, money, works } = figures;
  const waitMs = queue.oldestAt === null ? 0 : now.getTime() - Date.parse(queue.oldestAt);
  const late = works.hours.slice(-2);
  const completed = late.reduce((sum, hour) => sum + hour.completed, 0);
  const failed = late.reduce((sum, hour) => sum + hour.failed, 0);
  const ended = completed + failed;
  const rate = ended === 0 ? 1 : completed / ended;
  const found: [kind: string, text: string, isWrong: boolean][] = [
    ['waitingTask', `最早的一张图片已等待 ${Math.floor(waitMs / minuteMs)} 分钟`, waitMs > maxWaitMs],
    ['parkedPayment', `${money.parkedCount} 笔付款等待人工核对`, money.parkedCount > 0],
    [
      'successRate',
      `最近作品的成功率只有 ${Math.floor(rate * 100)}%`,
      ended >= minEnded && rate < minRate,
    ],
    ['deadJobs', `${deadJobs} 个任务已放弃，等待重放或丢弃`, deadJobs > 0],
    ['waitingBackups', `${waitingBackups} 件作品在备份中等待恢复`, waitingBackups > 0],
  ];
  return found
    .filter(([, , isWrong]) => isWrong)
    .map(([kind, text]) => ({ kind, text, since: null }));
}
