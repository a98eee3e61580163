import { element, tapTarget } from '../dom';
import { local, momentOf, showMoment, showValue } from './local';
import { act, editor, empty, openDrawer, page, table, tag, type Section } from './parts';

export type Entry = {
  id: string;
  kind: string;
  at: unknown;
  to: unknown;
  payload: Record<string, unknown>;
  /** When it is next delivered; null when nothing is scheduled. */
  dueAt: unknown;
  deliveries: { ok: boolean; detail: string }[];
};

const names: Record<string, string> = { push: '推送', subscribeMessage: '订阅消息' };
const delays: [string, number][] = [
  ['推迟 10 秒', 10_000],
  ['推迟 10 分钟', 600_000],
];

export function kindName({ kind, payload }: Entry): string {
  const event = showValue(payload['Event']);
  return `${names[kind] ?? kind}${event === '' ? '' : ` · ${event}`}`;
}

export function deliveryLine({ dueAt, deliveries }: Entry): string {
  const due = momentOf(dueAt);
  const failed = deliveries.filter(({ ok }) => !ok).length;
  const done = `投递 ${deliveries.length} 次${failed > 0 ? `，失败 ${failed} 次` : ''}`;
  return due === undefined ? done : `${done}，下次 ${showMoment(due)}`;
}

/** Outgoing pushes and messages. A push can be repeated, delayed, dropped, or sent as a forgery. */
export const outbox: Section = {
  id: 'outbox',
  title: '发件箱',
  async open() {
    const content = element('div', '');
    const load = async (): Promise<void> => {
      const entries = (await local<Entry[]>('GET', 'outbox')).reverse();
      content.replaceChildren(
        entries.length === 0 ? empty('还没有发出过消息') : entryTable(entries, load),
      );
    };
    await load();
    return page(
      '发件箱',
      '发往微信的消息与收到的推送。可以重投、提前、推迟、丢弃或伪造，检验重复、乱序与丢失时的表现。',
      content,
    );
  },
};

function entryTable(entries: Entry[], reload: () => Promise<void>): HTMLElement {
  return table(
    ['时间', '类型', '接收方', '投递', '内容'],
    entries.map((entry) => ({
      cells: [
        showMoment(momentOf(entry.at) ?? new Date(0)),
        tag(kindName(entry), entry.dueAt === null ? '' : 'amber'),
        showValue(Object.values(entry.to as object)[0]),
        deliveryLine(entry),
        element('span', 'cell', showValue(entry.payload)),
      ],
      onOpen: () => openEntry(entry, reload),
    })),
  );
}

function openEntry(entry: Entry, reload: () => Promise<void>): void {
  const field = editor(entry.payload);
  const path = `outbox/${encodeURIComponent(entry.id)}`;
  const run = (label: string, action: string, done: string, body?: () => unknown): HTMLElement =>
    tapTarget('action', label, () => {
      void act(async () => {
        await local('POST', `${path}/${action}`, body?.());
        close();
        await reload();
      }, done);
    });
  const isPush = entry.kind === 'push';
  const isDue = entry.dueAt !== null;
  const close = openDrawer(kindName(entry), field, [
    ...(isPush
      ? [
          run('以改过的内容伪造', 'forge', '已投递伪造的推送', () => ({
            fields: JSON.parse(field.value) as unknown,
          })),
        ]
      : []),
    ...(isDue
      ? [
          ...delays.map(([label, delayMs]) => run(label, 'delay', '已推迟', () => ({ delayMs }))),
          run('丢弃', 'drop', '不会再投递'),
        ]
      : []),
    run(isDue ? '现在投递' : '重新投递', 'redeliver', '已投递'),
  ]);
}
