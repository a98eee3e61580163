import { createPagedList } from '../../miniprogram/utils/paged-list';
import type { ListOwner, ListPage, PagedList } from '../../miniprogram/utils/paged-list';
import { installPhone } from './phone';
import type { Phone } from './phone';

type Row = { id: string; name?: string };
type PageRequest = {
  cursor: string | null;
  answer: (page: ListPage<Row> | Error) => Promise<void>;
};

let phone: Phone;
let asked: PageRequest[];
let owner: jest.Mocked<Required<Omit<ListOwner<Row>, 'moreFailed'>>>;
let list: PagedList<Row>;

const settle = () => new Promise(setImmediate);
const broken = new Error('no network');

beforeEach(() => {
  jest.spyOn(console, 'error').mockReturnValue();
  phone = installPhone();
  asked = [];
  owner = {
    read: jest.fn(
      (cursor) =>
        new Promise((resolve, reject) => {
          asked.push({
            cursor,
            answer(page) {
              if (page instanceof Error) reject(page);
              else resolve(page);
              return settle().then(() => undefined);
            },
          });
        }),
    ),
    id: jest.fn(({ id }) => id),
    show: jest.fn(),
    failed: jest.fn(),
    loadingMore: jest.fn(),
  };
  list = createPagedList(owner);
});

afterEach(() => jest.restoreAllMocks());

/** `page('ab', 'c2')`: the rows a and b, and the cursor of the next page. */
function page(ids: string, nextCursor: string | null = null): ListPage<Row> {
  return { rows: Array.from(ids, (id) => ({ id })), nextCursor };
}

/** Answers the n-th read. */
function answer(place: number, reply: ListPage<Row> | Error): Promise<void> {
  const question = asked[place];
  if (!question) throw new Error(`question ${place} was never asked`);
  return question.answer(reply);
}

async function loaded(ids: string, nextCursor: string | null = null): Promise<void> {
  void list.reload();
  await answer(asked.length - 1, page(ids, nextCursor));
}

const ids = () =>
  list
    .rows()
    .map(({ id }) => id)
    .join('');

describe('the first page', () => {
  it('is read without a cursor, and shown', async () => {
    await loaded('ab', 'c2');

    expect(asked.map(({ cursor }) => cursor)).toEqual([null]);
    expect(owner.show.mock.calls).toEqual([
      [{ rows: [{ id: 'a' }, { id: 'b' }], isAtEnd: false, isLoadingMore: false }],
    ]);
  });

  it('is the end when nothing follows', async () => {
    await loaded('');

    expect(owner.show).toHaveBeenCalledWith({ rows: [], isAtEnd: true, isLoadingMore: false });
  });

  it('reports why it failed, and can be read again', async () => {
    void list.reload();
    await answer(0, broken);
    expect(owner.failed.mock.calls).toEqual([[broken]]);
    expect(owner.show).not.toHaveBeenCalled();

    await loaded('ab');
    expect(ids()).toBe('ab');
  });

  it('keeps the rows when it fails the second time', async () => {
    await loaded('ab', 'c2');
    void list.reload();
    await answer(1, broken);

    expect(owner.failed).toHaveBeenCalledTimes(1);
    expect(ids()).toBe('ab');
  });
});

describe('reloading', () => {
  it('replaces every page, and continues after the new first one', async () => {
    await loaded('ab', 'c2');
    void list.more();
    await answer(1, page('cd'));
    await loaded('xa', 'c3');
    void list.more();

    expect(ids()).toBe('xa');
    expect(asked[3]?.cursor).toBe('c3');
  });

  it.each([
    ['an answer', page('old', 'c9')],
    ['a failure', broken],
  ])('drops %s that was overtaken', async (_what, late) => {
    void list.reload();
    void list.reload();
    await answer(1, page('new'));
    await answer(0, late);

    expect(ids()).toBe('new');
    expect(owner.show).toHaveBeenCalledTimes(1);
    expect(owner.failed).not.toHaveBeenCalled();
  });

  it('ends for all callers when the newest is shown', async () => {
    const ended: string[] = [];
    void list.reload().then(() => ended.push('pulled'));
    void list.refresh((_, firstPage) => firstPage).then(() => ended.push('renewed'));
    await answer(0, page('old'));
    expect(ended).toEqual([]);

    await answer(1, page('new'));
    expect(ended.sort()).toEqual(['pulled', 'renewed']);
  });

  it('also ends when it has failed', async () => {
    const reload = list.reload();
    await answer(0, broken);

    await expect(reload).resolves.toBeUndefined();
  });

  it('abandons the further page in flight', async () => {
    await loaded('ab', 'c2');
    const more = list.more();
    void list.reload();
    expect(owner.loadingMore).toHaveBeenLastCalledWith(false);
    await answer(2, page('xy', 'c2'));
    await answer(1, page('cd', 'c3'));

    await expect(more).resolves.toBe(false);
    expect(ids()).toBe('xy');
  });

  it('does not say that an abandoned page failed', async () => {
    await loaded('ab', 'c2');
    void list.more();
    void list.reload();
    await answer(1, broken);

    expect(phone.toasts).toEqual([]);
  });

  it('reads no further page of rows that are about to be replaced', async () => {
    await loaded('ab', 'c2');
    void list.reload();

    await expect(list.more()).resolves.toBe(false);
    expect(asked).toHaveLength(2);
  });

  it('can continue at once, whatever became of the page it abandoned', async () => {
    await loaded('ab', 'c2');
    void list.more();
    await loaded('xy', 'c4');
    void list.more();

    expect(asked.map(({ cursor }) => cursor)).toEqual([null, 'c2', null, 'c4']);
  });
});

describe('further pages', () => {
  it('are appended, until the end', async () => {
    await loaded('ab', 'c2');
    const first = list.more();
    await answer(1, page('cd', 'c3'));
    const second = list.more();
    await answer(2, page('e'));

    expect(await Promise.all([first, second, list.more()])).toEqual([true, true, false]);
    expect(asked.map(({ cursor }) => cursor)).toEqual([null, 'c2', 'c3']);
    expect(ids()).toBe('abcde');
    expect(owner.show.mock.calls.map(([{ isAtEnd }]) => isAtEnd)).toEqual([false, false, true]);
  });

  it('are not read before the first one has arrived', async () => {
    void list.reload();

    await expect(list.more()).resolves.toBe(false);
    expect(asked).toHaveLength(1);
  });

  it('are read one at a time', async () => {
    await loaded('ab', 'c2');
    const both = [list.more(), list.more()];
    await answer(1, page('cd'));

    expect(await Promise.all(both)).toEqual([true, false]);
    expect(asked).toHaveLength(2);
  });

  it('are announced, and shown with the announcement taken back', async () => {
    await loaded('ab', 'c2');
    void list.more();
    list.show();
    expect(owner.show.mock.lastCall?.[0].isLoadingMore).toBe(true);
    await answer(1, page('cd'));

    expect(owner.loadingMore.mock.calls).toEqual([[true]]);
    expect(owner.show.mock.lastCall?.[0].isLoadingMore).toBe(false);
  });

  it('show a toast when they fail, and can be read again', async () => {
    await loaded('ab', 'c2');
    const failed = list.more();
    await answer(1, broken);

    expect(await failed).toBe(false);
    expect(phone.toasts).toEqual(['出了点问题，请稍后再试']);
    expect(owner.loadingMore.mock.calls).toEqual([[true], [false]]);
    void list.more();
    await answer(2, page('cd'));
    expect(ids()).toBe('abcd');
  });

  it('fail with the sentence of the page, if it has one', async () => {
    const moreFailed = jest.fn();
    list = createPagedList({ ...owner, moreFailed });
    await loaded('ab', 'c2');
    void list.more();
    await answer(1, broken);

    expect(moreFailed).toHaveBeenCalledWith(broken);
    expect(phone.toasts).toEqual([]);
  });
});

describe('refreshing', () => {
  const onTop = (rows: Row[], firstPage: Row[]) => [
    ...firstPage,
    ...rows.filter(({ id }) => !firstPage.some((row) => row.id === id)),
  ];

  it('merges page one into the rows it has, and continues where it was', async () => {
    await loaded('cd', 'c2');
    void list.more();
    await answer(1, page('ef', 'c3'));
    void list.refresh(onTop);
    await answer(2, page('bc', 'c1'));
    void list.more();

    expect(ids()).toBe('bcdef');
    expect(asked[3]?.cursor).toBe('c3');
  });

  it('keeps the further page in flight', async () => {
    await loaded('cd', 'c2');
    void list.more();
    void list.refresh(onTop);
    await answer(2, page('bc', 'c1'));
    await answer(1, page('ef'));

    expect(ids()).toBe('bcdef');
  });

  it('shows a row once that both page one and a further page contain', async () => {
    await loaded('abc', 'c2');
    void list.refresh(onTop);
    await answer(1, page('bcd', 'c3'));
    void list.more();
    await answer(2, page('de'));

    expect(ids()).toBe('bcdae');
  });

  it('begins the list when nothing was read', async () => {
    void list.refresh(onTop);
    await answer(0, page('ab', 'c2'));

    expect(ids()).toBe('ab');
    expect(owner.show.mock.lastCall?.[0].isAtEnd).toBe(false);
  });

  it('keeps what was read to its end, which stays the end', async () => {
    await loaded('cd', 'c2');
    void list.more();
    await answer(1, page('ef'));
    void list.refresh(onTop);
    await answer(2, page('bc', 'c1'));

    expect(ids()).toBe('bcdef');
    expect(owner.show.mock.lastCall?.[0].isAtEnd).toBe(true);
  });

  it('is the whole list when nothing follows page one', async () => {
    await loaded('abc', 'c2');
    void list.refresh(onTop);
    await answer(1, page('ac'));

    expect(ids()).toBe('ac');
    expect(owner.show.mock.lastCall?.[0].isAtEnd).toBe(true);
  });

  it('begins again when rows may be missing between page one and the rows it has', async () => {
    await loaded('yz', 'c2');
    const more = list.more();
    void list.refresh(onTop);
    await answer(2, page('ab', 'c1'));
    await answer(1, page('!!'));
    void list.more();

    expect(await more).toBe(false);
    expect(ids()).toBe('ab');
    expect(asked[3]?.cursor).toBe('c1');
  });

  it('replaces the rows on behalf of a reload that it overtook', async () => {
    await loaded('cd', 'c2');
    void list.reload();
    void list.refresh(onTop);
    await answer(1, page('xy'));
    await answer(2, page('bc', 'c3'));

    expect(ids()).toBe('bc');
  });
});

describe('what the page does to the list', () => {
  it('shows and changes nothing when nothing was read', async () => {
    void list.reload();
    await answer(0, broken);
    list.show();
    list.change((rows) => [...rows, { id: 'a' }]);

    expect(owner.show).not.toHaveBeenCalled();
    expect(ids()).toBe('');
  });

  it('is shown at once, and stays when more is read', async () => {
    await loaded('abc', 'c2');
    list.change((rows) => rows.filter(({ id }) => id !== 'b'));
    list.change((rows) => rows.map((row) => ({ ...row, name: `the ${row.id}` })));
    void list.more();
    await answer(1, page('d'));

    expect(owner.show.mock.calls[1]?.[0].rows).toEqual([{ id: 'a' }, { id: 'c' }]);
    expect(list.rows()).toEqual([
      { id: 'a', name: 'the a' },
      { id: 'c', name: 'the c' },
      { id: 'd' },
    ]);
  });

  it('drops reads in flight when it becomes another list', async () => {
    await loaded('ab', 'c2');
    void list.more();
    void list.refresh((rows) => rows);
    list.clear();
    await answer(1, page('cd'));
    await answer(2, page('ab'));

    expect(ids()).toBe('');
    expect(owner.show).toHaveBeenCalledTimes(1);
    expect(owner.failed).not.toHaveBeenCalled();
    await expect(list.more()).resolves.toBe(false);
  });
});

describe('an edit', () => {
  const removed = (id: string) => (rows: Row[]) => rows.filter((row) => row.id !== id);
  const renamed = (id: string) => (rows: Row[]) =>
    rows.map((row) => (row.id === id ? { ...row, name: 'new' } : row));

  it('is not undone by a page one that was read before it', async () => {
    await loaded('abc', 'c2');
    void list.refresh((_, first) => first);
    list.change(removed('b'));
    await answer(1, page('abc', 'c2'));

    expect(ids()).toBe('ac');
  });

  it('is not undone by a reload that was in flight', async () => {
    await loaded('abc');
    void list.reload();
    list.change(removed('b'));
    list.change(renamed('c'));
    await answer(1, page('abc'));

    expect(list.rows()).toEqual([{ id: 'a' }, { id: 'c', name: 'new' }]);
  });

  it('is not undone by a further page that was requested before it', async () => {
    await loaded('ab', 'c2');
    void list.more();
    list.change(removed('d'));
    await answer(1, page('cd'));

    expect(ids()).toBe('abc');
  });

  it('is applied to the very first page too', async () => {
    void list.reload();
    list.change(removed('b'));
    await answer(0, page('abc'));

    expect(ids()).toBe('ac');
  });

  it('is not applied to a page that was requested after it', async () => {
    await loaded('abc');
    list.change(renamed('b'));
    void list.reload();
    await answer(1, { rows: [{ id: 'b', name: 'newer' }], nextCursor: null });

    expect(list.rows()).toEqual([{ id: 'b', name: 'newer' }]);
  });

  it('is applied to each of several late answers, and only to those', async () => {
    await loaded('ab', 'c2');
    void list.more();
    void list.refresh((rows) => rows);
    list.change(removed('c'));
    void list.refresh((rows) => rows);
    await answer(3, page('ab', 'c2'));
    await answer(1, page('cd'));

    expect(ids()).toBe('abd');
  });
});
