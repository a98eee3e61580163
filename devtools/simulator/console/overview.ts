import { element } from '../dom';
import { findRows, local, momentOf, showMoment, showValue, type Row } from './local';
import { deliveryLine, kindName, type Entry } from './outbox';
import { empty, page, tag, type Section } from './parts';
import { statusTag } from './report-view';
import { stateTag, taskName } from './tasks';
import { traceList } from './trace-list';
import { percentile, showDuration, toTraces, type Log } from './traces';

const hourMs = 3_600_000;
const maxRows = 4;

/** Health figures, failures and queues, next to the live log. */
export const overview: Section = {
  id: 'overview',
  title: '概览',
  async open() {
    const [logs, jobs, tasks, outbox, reports, rules, clock] = await Promise.all([
      local<Log[]>('GET', 'logs'),
      findRows('task_jobs', { orderBy: '-updatedAt', limit: 200 }),
      findRows('task_queue', { orderBy: '-createdAt', limit: maxRows }),
      local<Entry[]>('GET', 'outbox'),
      findRows('integrity_reports', { orderBy: '-checkedAt', limit: 1 }),
      local<Row[]>('GET', 'faults'),
      local<{ now: unknown }>('GET', 'clock'),
    ]);
    const now = momentOf(clock.now)?.getTime() ?? Date.now();
    const recent = toTraces(logs).filter(({ startedAt }) => startedAt > now - hourMs);
    const times = recent.map(({ ms }) => ms);
    const running = jobs.docs.filter(({ endedAt }) => momentOf(endedAt) === undefined);
    const leases = running.filter(({ leaseUntil }) => (momentOf(leaseUntil)?.getTime() ?? 0) > now);
    const dead = jobs.docs.filter(({ state }) => state === 'dead');
    const failed = recent.filter(({ steps }) => steps.some(({ isFailed }) => isFailed));
    const due = outbox.filter(({ dueAt }) => dueAt !== null);
    const [report] = reports.docs;

    const figures = element(
      'div',
      'figures',
      figure('进行中', String(running.length), `${leases.length} 个租约`, 'tasks'),
      figure(
        '近一小时调用',
        String(recent.length),
        `中位 ${showDuration(percentile(times, 0.5))} · 95% ${showDuration(percentile(times, 0.95))}`,
        'logs',
      ),
      figure(
        '失败',
        String(dead.length + failed.length),
        `${dead.length} 个死信 · ${failed.length} 次调用`,
        'tasks',
        dead.length + failed.length > 0 ? 'err' : '',
      ),
      figure(
        '等待投递',
        String(due.length),
        `发件箱共 ${outbox.length} 条`,
        'outbox',
        due.length > 0 ? 'amber' : '',
      ),
      figure(
        '一致性检查',
        report === undefined ? '未检查' : statusTag(report['status']).textContent,
        report === undefined ? '点开后可立即检查' : momentText(report['checkedAt']),
        'report',
        report?.['status'] === 'healthy' ? 'ok' : '',
      ),
    );
    return page(
      '概览',
      '本地云此刻的样子，数字都可以点开。',
      figures,
      element(
        'div',
        'board',
        traceList(),
        element(
          'div',
          'stack',
          card('任务', 'tasks', tasks.total, tasks.docs.map(taskLine)),
          card('发件箱', 'outbox', outbox.length, outbox.slice(-maxRows).reverse().map(outboxLine)),
          card('故障规则', 'faults', rules.length, rules.slice(0, maxRows).map(ruleLine)),
        ),
      ),
    );
  },
};

function figure(name: string, value: string, line: string, id: string, tone = ''): HTMLElement {
  const link = element(
    'a',
    `figure ${tone === '' ? '' : `figure-${tone}`}`,
    element('span', 'figure-name', name),
    element('strong', '', value),
    element('span', 'hint', line),
  );
  link.href = `#${id}`;
  return link;
}

function card(title: string, id: string, total: number, lines: HTMLElement[]): HTMLElement {
  const all = element('a', 'card-all', `全部 ${total}`);
  all.href = `#${id}`;
  return element(
    'section',
    'card',
    element('div', 'card-head', element('h2', '', title), all),
    ...(lines.length === 0 ? [empty('没有')] : lines),
  );
}

function line(title: string, detail: string, end: HTMLElement): HTMLElement {
  return element(
    'div',
    'card-line',
    element('div', 'card-words', element('strong', '', title), element('span', 'hint', detail)),
    end,
  );
}

function taskLine(task: Row): HTMLElement {
  const progress = `${showValue(task['done'])}/${showValue(task['total'])} 张`;
  return line(
    taskName(task),
    `${progress} · ${momentText(task['createdAt'])}`,
    stateTag(task['state']),
  );
}

function outboxLine(entry: Entry): HTMLElement {
  const isDue = entry.dueAt !== null;
  return line(
    kindName(entry),
    deliveryLine(entry),
    isDue ? tag('等待投递', 'amber') : tag('已送出', 'ok'),
  );
}

function ruleLine(rule: Row): HTMLElement {
  const where = [rule['service'], rule['operation'], rule['collection'], rule['function']]
    .map(showValue)
    .filter((part) => part !== '');
  return line(
    showValue(rule['fault']),
    where.join(' · '),
    tag(`触发 ${showValue(rule['fired'])} 次`),
  );
}

function momentText(value: unknown): string {
  const moment = momentOf(value);
  return moment === undefined ? '' : showMoment(moment);
}
