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
        ? empty('还没有发出过消息')
        : table(
            ['时间', '类型', '接收方', '送达', '内容'],
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
    return page('发件箱', '发往微信的消息与收到的回调。可以重新投递，检验重复送达时的表现。', list);
  },
};

function openEntry(entry: Entry): void {
  const field = editor(entry);
  field.readOnly = true;
  const close = openDrawer(entry.id, field, [
    tapTarget('action action-primary', '重新投递', () => {
      void act(
        () => local('POST', `outbox/${encodeURIComponent(entry.id)}/redeliver`),
        '已重新投递',
      ).then((isDone) => {
        if (isDone) close();
      });
    }),
  ]);
}
