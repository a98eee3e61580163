import { element } from '../dom';
import { local, momentOf, showMoment, showValue } from './local';
import { empty, openDrawer, page, table, tag, type Section } from './parts';
import { showDuration, type Log } from './traces';

const maxRows = 300;

/** The requests to providers, as logged by the functions. */
export const inbox: Section = {
  id: 'inbox',
  title: '服务商',
  async open() {
    const [logs, exchanges] = await Promise.all([local<Log[]>('GET', 'logs'), readExchanges()]);
    const orders = logs
      .map((log) => ({ log, fields: orderOf(log.message) }))
      .filter(({ fields }) => fields?.['message'] === 'provider')
      .slice(-maxRows)
      .reverse();
    return page(
      '服务商',
      '云函数向绘图、试衣、聊天服务发出的请求，最新的在最上面。点开看请求和回答的正文。',
      orders.length === 0
        ? empty('还没有请求')
        : table(
            ['时间', '服务商', '模型', '操作', '结果', '用时', '函数', '追踪'],
            orders.map(({ log, fields }) => ({
              cells: [
                showMoment(momentOf(log.time) ?? new Date(0)),
                ...['vendor', 'model', 'operation'].map((name) => showValue(fields?.[name])),
                tag(
                  showValue(fields?.['state'] ?? fields?.['code']),
                  log.level === 'info' ? 'ok' : 'err',
                ),
                showDuration(Number(fields?.['ms'] ?? 0)),
                log.function,
                element('span', 'cell cell-id', showValue(fields?.['trace'])),
              ],
              onOpen: () => showBodies(log, fields ?? {}, exchanges),
            })),
          ),
    );
  },
};

/** A request to a stub, and its answer. */
type Exchange = {
  at: string;
  vendor: string;
  name: string;
  status: number;
  ms: number;
  request: string;
  answer: string;
};

/** A log line is written some time after the answer was read. */
const slackMs = 500;

async function readExchanges(): Promise<Exchange[]> {
  const response = await fetch('/providers/exchanges');
  return response.ok ? ((await response.json()) as Exchange[]) : [];
}

/** The bodies that were exchanged with the vendor during an order; several orders may have been under way. */
function showBodies(log: Log, fields: Record<string, unknown>, exchanges: Exchange[]): void {
  const endedAt = momentOf(log.time)?.getTime() ?? 0;
  const startedAt = endedAt - Number(fields['ms'] ?? 0);
  const vendor = showValue(fields['vendor']);
  const own = exchanges.filter((exchange) => {
    const answeredAt = new Date(exchange.at).getTime();
    return (
      exchange.vendor === vendor &&
      answeredAt >= startedAt - slackMs &&
      answeredAt - exchange.ms <= endedAt + slackMs
    );
  });
  const bodies = own.map(({ name, status, ms, request, answer }) =>
    element(
      'section',
      'exchange',
      element(
        'p',
        'purpose',
        element('strong', '', name),
        tag(status === 0 ? '连接中断' : String(status), status === 200 ? 'ok' : 'err'),
        showDuration(ms),
      ),
      element('pre', 'answer', request),
      element('pre', 'answer', answer === '' ? '没有正文' : answer),
    ),
  );
  const list = element(
    'div',
    'exchanges',
    ...(bodies.length > 0
      ? bodies
      : [empty('没有留下正文：只保留替身最近 200 次请求，真实服务商的不保留')]),
  );
  // Focusable, so that the arrow keys scroll it.
  list.tabIndex = 0;
  openDrawer(`${vendor} ${showValue(fields['operation'])}`, list, []);
}

function orderOf(message: string): Record<string, unknown> | null {
  try {
    return JSON.parse(message) as Record<string, unknown>;
  } catch {
    return null;
  }
}
