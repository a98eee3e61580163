import { element } from '../dom';
import { local, momentOf, showMoment, showValue } from './local';
import { empty, page, table, tag, type Section } from './parts';
import { showDuration, type Log } from './traces';

const maxRows = 300;

/** The requests to providers, as logged by the functions. */
export const inbox: Section = {
  id: 'inbox',
  title: '服务商',
  async open() {
    const orders = (await local<Log[]>('GET', 'logs'))
      .map((log) => ({ log, fields: orderOf(log.message) }))
      .filter(({ fields }) => fields?.['message'] === 'provider')
      .slice(-maxRows)
      .reverse();
    return page(
      '服务商',
      '云函数向绘图、试衣、聊天服务发出的请求，最新的在最上面。',
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
            })),
          ),
    );
  },
};

function orderOf(message: string): Record<string, unknown> | null {
  try {
    return JSON.parse(message) as Record<string, unknown>;
  } catch {
    return null;
  }
}
