import { element } from '../dom';
import { local, momentOf, showMoment, showValue } from './local';
import { empty, page, table, tag, type Section } from './parts';

type Log = { time: unknown; function: string; requestId: string; level: string; message: string };

const maxRows = 300;
const kinds: Record<string, '' | 'ok' | 'err' | 'amber'> = { error: 'err', warn: 'amber' };

export const logs: Section = {
  id: 'logs',
  title: '日志',
  async open() {
    const all = await local<Log[]>('GET', 'logs');
    const filter = element('input', 'field');
    filter.placeholder = '按函数名、请求 ID 或内容筛选';
    const list = element('div', '');
    const draw = (): void => {
      const search = filter.value.trim().toLowerCase();
      const rows = all
        .filter((row) =>
          [row.function, row.requestId, row.message].some((text) =>
            text.toLowerCase().includes(search),
          ),
        )
        .slice(-maxRows)
        .reverse();
      list.replaceChildren(rows.length === 0 ? empty('没有匹配的日志') : logTable(rows));
    };
    filter.addEventListener('input', draw);
    draw();
    return page('日志', '云函数输出的日志，最新的在最上面。', element('div', 'bar', filter), list);
  },
};

function logTable(rows: Log[]): HTMLElement {
  return table(
    ['时间', '级别', '函数', '请求', '内容'],
    rows.map((row) => ({
      cells: [
        showMoment(momentOf(row.time) ?? new Date(0)),
        tag(row.level, kinds[row.level] ?? ''),
        row.function,
        element('span', 'cell cell-id', row.requestId.slice(0, 8)),
        element('span', 'message', readable(row.message)),
      ],
    })),
  );
}

/** A structured row as `name=value`, without the fields of the other columns. */
function readable(message: string): string {
  try {
    const fields = JSON.parse(message) as Record<string, unknown>;
    return Object.entries(fields)
      .filter(([name]) => !['level', 'requestId', 'function', 'time'].includes(name))
      .map(([name, value]) => (name === 'message' ? String(value) : `${name}=${showValue(value)}`))
      .join('  ');
  } catch {
    return message;
  }
}
