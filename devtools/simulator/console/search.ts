import { element, tapTarget } from '../dom';
import { editRow } from './collections';
import { findRows, local, showValue, type Row } from './local';
import { empty, tag, type Section } from './parts';
import { matches, toTraces, type Log } from './traces';

type Hit = { kind: string; title: string; detail: string; open: () => void };

/** The collections that are searched, and by which fields. */
const places: [collection: string, kind: string, fields: string[]][] = [
  ['users', '用户', ['_id', 'openid', 'nickname']],
  ['task_queue', '任务', ['_id', 'userId']],
  ['works', '作品', ['_id', 'userId', 'title']],
  ['orders', '订单', ['_id', 'userId', 'wxOrderId']],
];
const maxRows = 4;
const pauseMs = 200;

/** A field in the header that finds requests, users, tasks, works, orders and the sections themselves. */
export function headerSearch(sections: readonly Section[]): HTMLElement {
  const field = element('input', 'field');
  field.type = 'search';
  field.placeholder = '搜请求、用户、任务';
  field.setAttribute('aria-label', '搜请求、用户、任务，快捷键 /');
  const found = element('div', 'found');
  found.hidden = true;
  const box = element('div', 'search', field, element('kbd', 'search-key', '/'), found);
  let timer = 0;
  let turn = 0;

  const close = (): void => {
    turn += 1;
    found.hidden = true;
  };
  const search = async (): Promise<void> => {
    const wanted = field.value.trim();
    turn += 1;
    const own = turn;
    if (wanted === '') {
      close();
      return;
    }
    const hits = await findHits(wanted, sections).catch(() => []);
    // A later search has begun, or the list was closed.
    if (own !== turn) return;
    found.replaceChildren(
      ...(hits.length === 0 ? [empty('没有找到')] : hits.map((hit) => hitRow(hit, close))),
    );
    found.hidden = false;
  };
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void search(), pauseMs);
  });
  field.addEventListener('focus', () => {
    if (field.value !== '') void search();
  });
  box.addEventListener('keydown', (event) => {
    // During the input of Chinese characters, Enter ends the composition.
    if (event.isComposing) return;
    const rows = [...found.querySelectorAll('button')];
    const at = rows.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === 'Escape') {
      close();
      field.focus();
    } else if (event.key === 'Enter' && at < 0) {
      clearTimeout(timer);
      void search().then(() => found.querySelector('button')?.click());
    } else if (event.key === 'ArrowDown') (rows[at + 1] ?? rows[at])?.focus();
    else if (event.key === 'ArrowUp') (rows[at - 1] ?? field).focus();
    else return;
    event.preventDefault();
  });
  box.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && box.contains(relatedTarget))) close();
  });
  // The slash focuses the search, as on many sites.
  addEventListener('keydown', (event) => {
    const isTyping =
      event.target instanceof Element && event.target.matches('input, textarea, select');
    if (event.key !== '/' || isTyping) return;
    event.preventDefault();
    field.focus();
  });
  return box;
}

function hitRow({ kind, title, detail, open }: Hit, close: () => void): HTMLElement {
  const row = tapTarget('found-row', '', () => {
    close();
    open();
  });
  row.append(tag(kind), element('strong', '', title), element('span', 'hint', detail));
  return row;
}

async function findHits(wanted: string, sections: readonly Section[]): Promise<Hit[]> {
  const [logs, ...rows] = await Promise.all([
    local<Log[]>('GET', 'logs'),
    ...places.map(([collection, , fields]) => findIn(collection, fields, wanted)),
  ]);
  const traces = toTraces(logs).filter((trace) => matches(trace, wanted));
  return [
    ...sections
      .filter(({ title }) => title.includes(wanted))
      .map(({ id, title }) => ({
        ...{ kind: '页面', title, detail: '', open: () => goTo(`#${id}`) },
      })),
    ...places.flatMap(([collection, kind], index) =>
      (rows[index] ?? []).map((row) => toHit(collection, kind, row)),
    ),
    ...(traces.length === 0
      ? []
      : [
          {
            kind: '请求',
            title: `${traces.length} 次请求`,
            detail: traces[0]?.root.title ?? '',
            open: () => goTo(`#logs?q=${encodeURIComponent(wanted)}`),
          },
        ]),
  ];
}

async function findIn(collection: string, fields: string[], wanted: string): Promise<Row[]> {
  const pattern = wanted.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const query = { $or: fields.map((name) => ({ [name]: { $regex: pattern, $options: 'i' } })) };
  const { docs } = await findRows(collection, { query: JSON.stringify(query), limit: maxRows });
  return docs;
}

function toHit(collection: string, kind: string, row: Row): Hit {
  const id = showValue(row._id);
  const [title = id, ...more] = ['nickname', 'title', 'type', 'openid']
    .map((name) => showValue(row[name]))
    .filter((text) => text !== '');
  return {
    ...{ kind, title, detail: [...more, id].join(' · ') },
    open: () => editRow(collection, row, () => Promise.resolve()),
  };
}

function goTo(hash: string): void {
  location.hash = hash;
}
