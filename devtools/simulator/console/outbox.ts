import { tapTarget } from '../dom';
import { local, momentOf, showMoment, showValue } from './local';
import { act, editor, empty, openDrawer, page, table, tag, type Section } from './parts';

type Entry = {
  id: string;
  kind: string;
  at: unknown;
  to: unknown;
  payload: unknown;
  deliveries: unknown[];
};

const names: Record<string, string> = { push: '推送', subscribeMessage: '订阅消息' };

export const outbox: Section = {
  id: 'outbox',
  title: '发件箱',
  async open() {
    const entries = await local<Entry[]>('GET', 'outbox');
    const list =
      entries.length === 0
        ? empty('还没有发出过什么')
        : table(
            ['时间', '种类', '给谁', '送达', '内容'],
            entries.reverse().map((entry) => ({
              cells: [
                showMoment(momentOf(entry.at) ?? new Date(0)),
                tag(names[entry.kind] ?? entry.kind),
                showValue(entry.to),
                `${entry.deliveries.length} 次`,
                showValue(entry.payload),
              ],
              onOpen: () => openEntry(entry),
            })),
          );
    return page('发件箱', '发到微信外面的消息和回调，可以再送一次，看看重复送达会怎样。', list);
  },
};

function openEntry(entry: Entry): void {
  const field = editor(entry);
  field.readOnly = true;
  const close = openDrawer(entry.id, field, [
    tapTarget('action action-primary', '再送一次', () => {
      void act(
        () => local('POST', `outbox/${encodeURIComponent(entry.id)}/redeliver`),
        '已送达',
      ).then((isDone) => {
        if (isDone) close();
      });
    }),
  ]);
}
