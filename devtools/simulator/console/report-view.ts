import { advice, problems } from '../../../cloudfunctions/shared/integrity/rules/findings';
import type { Finding } from '../../../cloudfunctions/shared/integrity/rules/findings';
import { statusWords } from '../../../cloudfunctions/shared/integrity/rules/report';
import type { Status } from '../../../cloudfunctions/shared/integrity/rules/report';
import { element } from '../dom';
import { momentOf, showMoment, type Row } from './local';
import { empty, tag, type TagKind } from './parts';
import { figures, grouped, type StoredReport } from './report-figures';

type Problem = StoredReport['problems'][number];

const kinds: Record<Status, TagKind> = { healthy: 'ok', attention: 'amber', damaged: 'err' };
const meanings: Record<Status, string> = {
  healthy: '没有发现问题，无需处理',
  attention: '可通过恢复或修正解决',
  damaged: '存在互相矛盾的记录，需要人工判断',
};
const modes = new Map<unknown, string>([
  ['light', '轻量'],
  ['full', '全面'],
]);
const alarms = new Map<unknown, [string, TagKind]>([
  ['none', ['无', '']],
  ['sent', ['已发送', 'ok']],
  ['failed', ['发送失败', 'err']],
  ['not-configured', ['未配置', 'amber']],
  // The function ended after storing the report and before sending the alarm.
  ['pending', ['未发出', 'err']],
]);
const unknown = '未知';
/** A problem with more rows than this is shown collapsed. */
const maxUnfoldedRows = 10;

/** One row of `integrity_reports` in full. */
export function reportView(row: Row): HTMLElement {
  const { report } = row;
  if (!isReport(report)) {
    return element('div', 'report', summary(row, []), empty('无法读取这份报告的明细'));
  }
  return element(
    'div',
    'report',
    summary(row, report.problems),
    figures(report),
    ...problemList(report),
    ...quietNote(report.notChecked),
  );
}

export function statusTag(status: unknown): HTMLElement {
  return isStatus(status) ? tag(statusWords[status], kinds[status]) : tag(unknown);
}

export function modeName(mode: unknown): string {
  return modes.get(mode) ?? unknown;
}

export function alarmTag(alarm: unknown): HTMLElement {
  const [word, kind] = alarms.get(alarm) ?? [unknown];
  return tag(word, kind);
}

function summary(row: Row, found: Problem[]): HTMLElement {
  const badge = statusTag(row['status']);
  badge.classList.add('badge');
  const checkedAt = momentOf(row['checkedAt']);
  return element(
    'section',
    'report-card report-head',
    element(
      'div',
      'report-title',
      badge,
      element('strong', '', `${toDate(textOf(row['day']))} · ${modeName(row['mode'])}检查`),
    ),
    element('p', 'report-meaning', meaningOf(row['status'], found)),
    element(
      'p',
      'hint report-facts',
      element('span', '', `检查于 ${checkedAt === undefined ? unknown : showMoment(checkedAt)}`),
      element('span', '', '告警 ', alarmTag(row['alarm'])),
    ),
  );
}

function meaningOf(status: unknown, found: Problem[]): string {
  if (!isStatus(status)) return '无法识别的状态';
  const total = found.reduce((sum, { count }) => sum + count, 0);
  return found.length === 0
    ? meanings[status]
    : `发现 ${found.length} 类问题，共 ${grouped(total)} 处，${meanings[status]}`;
}

function problemList({ problems: found, findings }: StoredReport): HTMLElement[] {
  if (found.length === 0) return [];
  const worstFirst = (['damaged', 'attention'] as const).flatMap((wanted) =>
    found.filter(({ severity }) => severity === wanted),
  );
  const items = worstFirst.map((item) =>
    problemCard(
      item,
      findings.filter(({ problem }) => problem === item.problem),
    ),
  );
  return [element('h2', '', '发现的问题'), element('ul', 'problems', ...items)];
}

/** The rows come first: the advice refers to "the rows above". */
function problemCard(
  { problem, severity, sentence, count }: Problem,
  rows: Finding[],
): HTMLElement {
  return element(
    'li',
    'report-card problem',
    element('div', 'problem-head', statusTag(severity), element('strong', '', sentence)),
    ...(rows.length === 0 ? [] : [records(rows, count)]),
    ...adviceFor(problem),
  );
}

/** Empty for a problem of an older report that this version does not know. */
function adviceFor(name: string): HTMLElement[] {
  if (!Object.hasOwn(problems, name)) return [];
  const text = advice[problems[name as keyof typeof problems].advice];
  return [element('p', 'problem-advice', element('span', 'hint', '处理建议'), text)];
}

function records(rows: Finding[], count: number): HTMLElement {
  const words =
    rows.length < count
      ? `涉及的记录，列出前 ${grouped(rows.length)} 条，共 ${grouped(count)} 条`
      : `涉及的记录 ${grouped(rows.length)} 条`;
  const folded = element(
    'details',
    'records',
    element('summary', 'hint', words),
    findingTable(rows),
  );
  folded.open = rows.length <= maxUnfoldedRows;
  return folded;
}

const columns = ['编号', '用户', '情况'] as const;

/** This table is meant to be read completely, so its cells wrap, and are stacked on a phone. */
function findingTable(rows: Finding[]): HTMLElement {
  const head = element('tr', '', ...columns.map((name) => element('th', '', name)));
  const body = rows.map(({ id, userId, what }) => {
    const cells = [
      element('td', 'record-id', id),
      element('td', 'record-id', userId === id ? '同编号' : userId === '' ? '无' : userId),
      element('td', '', what),
    ];
    cells.forEach((cell, index) => (cell.dataset['name'] = columns[index]));
    return element('tr', '', ...cells);
  });
  return element(
    'div',
    'table',
    element('table', 'findings', element('thead', '', head), element('tbody', '', ...body)),
  );
}

function quietNote(notChecked: string[]): HTMLElement[] {
  if (notChecked.length === 0) return [];
  const items = notChecked.map((what) => element('li', '', what));
  return [element('div', 'not-checked hint', '本次未检查', element('ul', '', ...items))];
}

/** Guards against rows written by an older version or edited by hand. */
function isReport(value: unknown): value is StoredReport {
  const { works, backups, users, metrics, problems, findings, notChecked } = (value ??
    {}) as Partial<StoredReport>;
  return (
    [works?.byStatus, backups, users, metrics].every((part) => part instanceof Object) &&
    [problems, findings, notChecked].every(Array.isArray)
  );
}

function isStatus(value: unknown): value is Status {
  return typeof value === 'string' && Object.hasOwn(statusWords, value);
}

/** Converts `20261122` to `2026年11月22日`. */
function toDate(day: string): string {
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(day) ?? [];
  return year === undefined ? day : `${year}年${Number(month)}月${Number(date)}日`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
