import { element, tapTarget } from '../dom';
import { descriptions } from './descriptions';
import { findRows, local, showValue, type CollectionInfo, type Row } from './local';
import { act, editor, empty, openDrawer, page, table, tag, type Section } from './parts';

const pageSize = 50;
/** Opening a row shows the other fields. */
const maxColumns = 6;

export const collections: Section = {
  id: 'collections',
  title: '集合',
  async open() {
    const all = await local<CollectionInfo[]>('GET', 'collections');
    const view = element('div', 'rows');
    const buttons = all.map((info) => {
      const button = tapTarget('collection', info.name, () => void show(info));
      button.title = descriptions[info.name] ?? '';
      button.append(element('span', 'hint', String(info.total)));
      return button;
    });
    const show = async (info: CollectionInfo): Promise<void> => {
      buttons.forEach((button, index) =>
        button.setAttribute('aria-current', String(all[index] === info)),
      );
      view.replaceChildren(await showCollection(info));
    };
    const [first] = all;
    if (first !== undefined) await show(all.find(({ name }) => name === 'works') ?? first);
    return page(
      '集合',
      '云数据库中的记录，点击任意一行即可编辑。',
      element('div', 'split', element('nav', 'collections', ...buttons), view),
    );
  },
};

async function showCollection({
  name,
  purpose,
  permission,
  indexes,
}: CollectionInfo): Promise<HTMLElement> {
  const query = element('input', 'field');
  query.placeholder = '查询条件，如 {"status":"failed"}';
  query.spellcheck = false;
  const order = element('input', 'field order');
  order.placeholder = '排序字段，如 -createdAt';
  const list = element('div', '');
  let skip = 0;

  const load = async (): Promise<void> => {
    try {
      const { total, docs } = await findRows(name, {
        limit: pageSize,
        skip,
        ...(query.value.trim() !== '' && { query: query.value }),
        ...(order.value.trim() !== '' && { orderBy: order.value.trim() }),
      });
      list.replaceChildren(
        docs.length === 0 ? empty('没有符合条件的记录') : rowsTable(name, docs, load),
        pager(total),
      );
    } catch (error) {
      list.replaceChildren(empty((error as Error).message));
    }
  };
  const pager = (total: number): HTMLElement => {
    const turn = (label: string, by: number): HTMLButtonElement => {
      const button = tapTarget('action', label, () => {
        skip += by;
        void load();
      });
      button.disabled = skip + by < 0 || skip + by >= total;
      return button;
    };
    const range =
      total === 0 ? '共 0 条' : `${skip + 1}–${Math.min(skip + pageSize, total)}，共 ${total} 条`;
    return element(
      'div',
      'pager',
      turn('上一页', -pageSize),
      element('span', 'hint', range),
      turn('下一页', pageSize),
    );
  };
  const search = (): void => {
    skip = 0;
    void load();
  };
  for (const field of [query, order]) field.addEventListener('change', search);
  await load();
  return element(
    'div',
    '',
    element(
      'p',
      'purpose',
      descriptions[name] ?? purpose,
      ' ',
      tag(showValue(permission)),
      ...indexes.map((index) =>
        tag(`${index.unique === true ? '唯一 ' : ''}${index.fields.join(' ')}`),
      ),
    ),
    element(
      'div',
      'bar',
      query,
      order,
      tapTarget('action', '查询', search),
      tapTarget('action', '新增', () => editRow(name, {}, load)),
    ),
    list,
  );
}

function rowsTable(name: string, docs: Row[], reload: () => Promise<void>): HTMLElement {
  const columns = columnsOf(docs);
  return table(
    columns,
    docs.map((doc) => ({
      cells: columns.map((column) => {
        const text = showValue(doc[column]);
        return element('span', column === '_id' ? 'cell cell-id' : 'cell', text);
      }),
      onOpen: () => editRow(name, doc, reload),
    })),
  );
}

/** Names and states come first, identifiers and long texts last. */
function columnsOf(docs: Row[]): string[] {
  const known = [
    '_id',
    'nickname',
    'name',
    'title',
    'status',
    'userType',
    'vipLevel',
    'credits',
    'amount',
    'reason',
    'errorCode',
    'category',
    'createdAt',
    'day',
    'userId',
  ];
  const present = new Set(docs.flatMap((doc) => Object.keys(doc)));
  const first = known.filter((column) => present.has(column));
  const others = [...present].filter((column) => !first.includes(column) && column !== '_openid');
  return [...first, ...others].slice(0, maxColumns);
}

/** A row as JSON, to change or delete. */
export function editRow(name: string, doc: Row, reload: () => Promise<void>): void {
  const field = editor(doc);
  const isNew = doc._id === undefined;
  const save = tapTarget('action action-primary', '保存', () => {
    void act(async () => {
      await local('PUT', `collections/${name}`, { docs: [JSON.parse(field.value)] });
      close();
      await reload();
    }, '已保存');
  });
  const remove = tapTarget('action action-danger', '删除', () => {
    void act(async () => {
      const query = encodeURIComponent(JSON.stringify({ _id: doc._id }));
      await local('DELETE', `collections/${name}?query=${query}`);
      close();
      await reload();
    }, '已删除');
  });
  const close = openDrawer(
    isNew ? `${name} · 新增` : `${name} · ${doc._id ?? ''}`,
    field,
    isNew ? [save] : [remove, save],
  );
}
