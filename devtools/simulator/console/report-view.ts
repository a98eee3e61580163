import { advice, problems } from '../../../cloudfunctions/shared/integrity/rules/findings';
import type { Finding } from '../../../cloudfunctions/shared/integrity/rules/findings';
import { statusWords } from '../../../cloudfunctions/shared/integrity/rules/report';
import type { Report, Status } from '../../../cloudfunctions/shared/integrity/rules/report';
import { element } from '../dom';
import { momentOf, showMoment, type Row } from './local';
import { empty, tag } from './parts';

type Kind = '' | 'ok' | 'err' | 'amber';
/** As it travels: the moment of the check stands beside it in the row. */
type Kept = Omit<Report, 'checkedAt'>;
type Problem = Kept['problems'][number];

const kinds: Record<Status, Kind> = { healthy: 'ok', attention: 'amber', damaged: 'err' };
const meanings: Record<Status, string> = {
  healthy: '没有发现问题，无需处理',
  attention: '恢复或修正即可',
  damaged: '有记录互相矛盾，需要人工判断',
};
const modes = new Map<unknown, string>([
  ['light', '轻量'],
  ['full', '全面'],
]);
const alarms = new Map<unknown, [string, Kind]>([
  ['none', ['无', '']],
  ['sent', ['已发送', 'ok']],
  ['failed', ['发送失败', 'err']],
  ['not-configured', ['未配置', 'amber']],
  // The function ended between its report and its alarm.
  ['pending', ['未发出', 'err']],
]);
const unknown = '未知';
/** More rows of one problem than these wait to be unfolded. */
const mostUnfolded = 10;

/** One row of `integrity_reports` in full. */
export function reportView(row: Row): HTMLElement {
  const { report } = row;
  if (!isReport(report)) {
    return element('div', 'report', summary(row, []), empty('这份报告的明细读不出来'));
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

export function modeWord(mode: unknown): string {
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
      element('strong', '', `${dayWords(textOf(row['day']))} · ${modeWord(row['mode'])}检查`),
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
  if (!isStatus(status)) return '状态读不出来';
  const total = found.reduce((sum, { count }) => sum + count, 0);
  return found.length === 0
    ? meanings[status]
    : `发现 ${found.length} 类问题，共 ${grouped(total)} 处，${meanings[status]}`;
}

function figures({ works, backups, users, pictures, metrics }: Kept): HTMLElement {
  const { completed, failed, cancelled, pending, processing } = works.byStatus;
  const days = `近 ${metrics.windowDays} 天`;
  const ended = `完成 ${grouped(completed)} · 失败 ${grouped(failed)} · 取消 ${grouped(cancelled)}`;
  const underWay = `今日 ${grouped(works.today)} · 生成中 ${grouped(pending + processing)}`;
  const missing = pictures?.missing ?? 0;
  return element(
    'dl',
    'tiles',
    tile('作品总数', grouped(works.total), underWay),
    tile('成功率', percent(works.successRate), ended),
    tile('用户', grouped(users.total), '全部用户'),
    tile('数据一致率', percent(metrics.consistency), '没有任何问题的用户'),
    tile(
      '备份等待',
      grouped(backups.waiting),
      backupWords(backups),
      backups.waiting > 0 && 'amber',
    ),
    tile('保存成功率', percent(metrics.saveSuccessRate), days),
    tile('备份触发率', percent(metrics.backupTriggerRate), days),
    pictures === null
      ? tile('图片缺失', '未检查', '轻量检查不看图片')
      : tile(
          '图片缺失',
          grouped(missing),
          `已核对 ${grouped(pictures.checked)}`,
          missing > 0 && 'err',
        ),
  );
}

function tile(name: string, value: string, note: string, kind: Kind | false = ''): HTMLElement {
  return element(
    'div',
    kind === '' || kind === false ? 'tile' : `tile tile-${kind}`,
    element('dt', '', name),
    element('dd', 'tile-value', value),
    element('dd', 'hint', note),
  );
}

function backupWords({ recovered, oldestWaitingHours }: Kept['backups']): string {
  return oldestWaitingHours === null
    ? `已恢复 ${grouped(recovered)}`
    : `最早已等 ${oldestWaitingHours.toFixed(1)} 小时 · 已恢复 ${grouped(recovered)}`;
}

function problemList({ problems: found, findings }: Kept): HTMLElement[] {
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

/** The advice speaks of "the rows above". */
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

/** A report outlives the version that wrote it: its problem may have gone from the table. */
function adviceFor(name: string): HTMLElement[] {
  if (!Object.hasOwn(problems, name)) return [];
  const text = advice[problems[name as keyof typeof problems].advice];
  return [element('p', 'problem-advice', element('span', 'hint', '怎么办'), text)];
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
  folded.open = rows.length <= mostUnfolded;
  return folded;
}

const columns = ['编号', '用户', '情况'] as const;

/** Unlike the other tables, one to read in whole: it wraps, and on a phone its cells stand under each other. */
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

/** A row may come from an older version or have been changed by hand. */
function isReport(value: unknown): value is Kept {
  const { works, backups, users, metrics, problems, findings, notChecked } = (value ??
    {}) as Partial<Kept>;
  return (
    [works?.byStatus, backups, users, metrics].every((part) => part instanceof Object) &&
    [problems, findings, notChecked].every(Array.isArray)
  );
}

function isStatus(value: unknown): value is Status {
  return typeof value === 'string' && Object.hasOwn(statusWords, value);
}

/** `20261122` as people write it. */
function dayWords(day: string): string {
  const [, year, month, date] = /^(\d{4})(\d\d)(\d\d)$/.exec(day) ?? [];
  return year === undefined ? day : `${year}年${Number(month)}月${Number(date)}日`;
}

function grouped(count: number): string {
  return count.toLocaleString('zh-CN');
}

/** Rounds down: 100.0% means all of them. */
function percent(share: number | null): string {
  return share === null ? '暂无' : `${(Math.floor(share * 1000) / 10).toFixed(1)}%`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
