import { advice, problems, problemNames } from './findings';
import type { AdviceName, Finding, Findings, ProblemName, Severity } from './findings';
import type { FidelityResult } from '../../domain/gates/fidelity';
import type { WorkStatus } from '../../domain/work/work';

export type BackupFigures = {
  total: number;
  waiting: number;
  recovered: number;
  byReason: Record<string, number>;
  /** Age of the oldest waiting backup; null if none waits. */
  oldestWaitingHours: number | null;
  /** Recovered backups whose retention period is over. */
  cleanable: number;
};

/** Rates between 0 and 1 over the window; null if nothing happened in it. */
export type Metrics = {
  windowDays: number;
  /** Share of finished pictures whose record is in `works`. */
  saveSuccessRate: number | null;
  /** Share of finished pictures whose record went to the backup first. */
  backupTriggerRate: number | null;
  /** Share of users without any finding. */
  consistency: number | null;
  /** Delivered studio pictures by their fidelity result. */
  fidelity: Record<FidelityResult, number>;
};

export type Figures = {
  works: {
    total: number;
    byStatus: Record<WorkStatus, number>;
    today: number;
    successRate: number | null;
  };
  backups: BackupFigures;
  users: { total: number };
  /** Null if files were not checked. */
  pictures: { checked: number; missing: number } | null;
  metrics: Metrics;
};

export type Status = 'healthy' | Severity;

export type Report = Figures & {
  checkedAt: Date;
  mode: 'light' | 'full';
  status: Status;
  problems: { problem: ProblemName; severity: Severity; count: number; sentence: string }[];
  /** The first findings of each problem. */
  findings: Finding[];
  suggestions: string[];
  /** What this check could not cover, and why. */
  notChecked: string[];
};

export function toReport(
  figures: Figures,
  findings: Findings,
  about: Pick<Report, 'checkedAt' | 'mode' | 'notChecked'>,
): Report {
  const found = problemNames
    .filter((name) => findings.count(name) > 0)
    .map((name) => {
      const count = findings.count(name);
      const { severity, sentence } = problems[name];
      const text = sentence.replace('{count}', grouped(count));
      return { problem: name, severity, count, sentence: text };
    });
  const wanted = new Set<AdviceName>(found.map(({ problem }) => problems[problem].advice));
  const order = Object.keys(advice) as AdviceName[];
  return {
    ...about,
    ...figures,
    status: statusOf(found.map(({ severity }) => severity)),
    problems: found,
    findings: findings.list(),
    suggestions: order.filter((name) => wanted.has(name)).map((name) => advice[name]),
  };
}

export function statusOf(severities: readonly Severity[]): Status {
  if (severities.includes('damaged')) return 'damaged';
  return severities.includes('attention') ? 'attention' : 'healthy';
}

export const statusWords: Record<Status, string> = {
  healthy: '良好',
  attention: '需要关注',
  damaged: '异常',
};
const signs: Record<Status, string> = { healthy: '✅', attention: '⚠️', damaged: '❌' };

/** The status with its sign, for a plain-text report. */
export function signedStatus(status: Status): string {
  return `${signs[status]} ${statusWords[status]}`;
}

/** The report as shown to an admin. */
export function describeReport(report: Report): string {
  const { works, status } = report;
  const lines = [
    '📋 =================== 数据完整性报告 ===================',
    `📊 总体状态: ${signedStatus(status)}`,
    '',
    '📈 数据统计:',
    `   总生成次数: ${grouped(works.total)}`,
    `   成功率: ${percent(works.successRate)}`,
    `   今日活跃: ${grouped(works.today)} 次`,
  ];
  if (report.problems.length > 0) {
    lines.push('', '🚨 发现的问题:');
    for (const { problem, severity, sentence } of report.problems) {
      lines.push(`   ${severity === 'damaged' ? '❌' : '⚠️'} ${sentence}`);
      const rows = report.findings.filter((finding) => finding.problem === problem);
      for (const { id, what } of rows.slice(0, maxShown)) lines.push(`      · ${id}: ${what}`);
      if (rows.length > maxShown) lines.push('      · …（全部见 --json）');
    }
  }
  lines.push('', '💡 建议操作:');
  if (report.suggestions.length === 0) lines.push('   🎉 数据状态良好，无需特殊操作');
  report.suggestions.forEach((text, index) => lines.push(`   ${index + 1}. ${text}`));
  lines.push('====================================================');
  return lines.join('\n');
}

/** The figures behind the report. */
export function describeFigures(report: Report): string {
  const { works, backups, users, pictures, metrics, notChecked } = report;
  const { pending, processing, completed, failed, cancelled } = works.byStatus;
  const reasons = Object.entries(backups.byReason).map(([reason, count]) => `${reason} ${count}`);
  const oldest = backups.oldestWaitingHours;
  return [
    '🔎 明细:',
    `   作品: 完成 ${grouped(completed)}，失败 ${grouped(failed)}，取消 ${grouped(cancelled)}，生成中 ${grouped(pending + processing)}`,
    `   备份: 等待恢复 ${grouped(backups.waiting)}，已恢复 ${grouped(backups.recovered)}` +
      (oldest === null ? '' : `，最早已等待 ${oldest.toFixed(1)} 小时`) +
      (reasons.length === 0 ? '' : `（${reasons.join('，')}）`),
    `   用户: ${grouped(users.total)}`,
    `   图片: ${pictures === null ? '未检查' : `已核对 ${grouped(pictures.checked)}，缺失 ${grouped(pictures.missing)}`}`,
    `   近 ${metrics.windowDays} 天: 保存成功率 ${percent(metrics.saveSuccessRate)}，备份触发率 ${percent(metrics.backupTriggerRate)}，数据一致率 ${percent(metrics.consistency)}`,
    `   近 ${metrics.windowDays} 天实物比对: ${fidelityWords(metrics.fidelity)}`,
    ...(notChecked.length === 0
      ? []
      : ['ℹ️ 本次未检查:', ...notChecked.map((what) => `   - ${what}`)]),
  ].join('\n');
}

/** How often studio pictures match the garment. */
export function fidelityWords(counts: Metrics['fidelity']): string {
  const { different, down, paidBack, redrawn, same } = counts;
  return [
    `一致 ${grouped(same)}`,
    `重画后一致 ${grouped(redrawn)}`,
    `仍有差别 ${grouped(different + paidBack)}（已退回 ${grouped(paidBack)}）`,
    `没能比对 ${grouped(down)}`,
  ].join('，');
}

const maxShown = 5;

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function percent(share: number | null): string {
  if (share === null) return '暂无数据';
  // Rounds down: 100.0% means all of them.
  const rounded = (Math.floor(share * 1000) / 10).toFixed(1);
  return `${rounded}%`;
}
