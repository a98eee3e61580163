import { installInterface, loadPage } from './page';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';
import { someWork } from './support';

let phone: Phone;
let ui: ReturnType<typeof installInterface>;

const settle = async () => {
  await jest.advanceTimersByTimeAsync(300);
};

/** Works of one day, newest first. */
const works = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) =>
    someWork({
      workId: `w${from + index}`,
      createdAt: new Date(Date.parse('2026-11-21T07:00:00.000Z') - (from + index)).toISOString(),
    }),
  );

type Drawn = { blocks: { columns: { id: string }[][] }[] };

async function open(nextCursor: string | null = null) {
  phone.answer(
    'getWorks',
    ok({ works: works(1, 12), nextCursor }),
    ok({ works: works(13, 20), nextCursor: null }),
  );
  phone.answer('deleteWorks', ok({ changed: 1 }));
  const page = loadPage('pages/works/index')();
  await settle();
  const cards = () =>
    (page.data['days'] as Drawn[])
      .flatMap(({ blocks }) => blocks.flatMap(({ columns }) => columns.flat()))
      .map(({ id }) => id)
      .sort();
  const remove = async (...ids: string[]) => {
    page.fire('onSelect');
    for (const id of ids) page.fire('onOpen', { id });
    page.fire('onTool', { id: 'remove' });
    await settle();
  };
  return { page, cards, remove };
}

const deleted = () =>
  phone.calls
    .filter(({ data }) => data.action === 'deleteWorks')
    .map(({ data }) => data.data['workIds']);

beforeEach(() => {
  jest.resetModules();
  for (const level of ['warn', 'info', 'error'] as const) {
    jest.spyOn(console, level).mockReturnValue();
  }
  jest.useFakeTimers({
    now: Date.parse('2026-11-21T07:07:00.000Z'),
    doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'],
  });
  phone = installPhone();
  phone.answer('getGenerateOptions', refused('BUSY', 503, '请稍后再试'));
  ui = installInterface();
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('works deleted together', () => {
  it('leave the screen at once and the cloud after five seconds', async () => {
    const { page, cards, remove } = await open();
    await remove('w1', 'w2');

    expect(cards()).not.toContain('w1');
    expect(page.data['undo']).toBe('已删除 2 张');
    expect(deleted()).toEqual([]);

    await jest.advanceTimersByTimeAsync(5000);
    expect(deleted()).toEqual([['w1', 'w2']]);
    expect(page.data['undo']).toBe('');
    expect(cards()).not.toContain('w1');
  });

  it('return when the deletion is undone, and the cloud never hears of it', async () => {
    const { page, cards, remove } = await open();
    await remove('w1');
    page.fire('onUndo');
    await jest.advanceTimersByTimeAsync(10_000);

    expect(cards()).toContain('w1');
    expect(deleted()).toEqual([]);
  });

  it('return when the cloud refuses', async () => {
    const { cards, remove } = await open();
    phone.answer('deleteWorks', refused('BUSY', 503, '请稍后再试'));
    await remove('w1');
    expect(cards()).not.toContain('w1');
    await jest.advanceTimersByTimeAsync(6000);

    expect(cards()).toContain('w1');
    expect(phone.toasts).toContain('请稍后再试');
  });

  it('do not lose an earlier deletion that the cloud still works on', async () => {
    const { cards, remove } = await open();
    let answer: (reply: ReturnType<typeof ok>) => void = () => undefined;
    phone.answer('deleteWorks', new Promise((resolve) => (answer = resolve)), ok({ changed: 1 }));
    await remove('w1');
    await jest.advanceTimersByTimeAsync(5000);
    await remove('w2');
    answer(ok({ changed: 1 }));
    await jest.advanceTimersByTimeAsync(6000);

    expect(deleted()).toEqual([['w1'], ['w2']]);
    expect(cards()).toEqual(expect.not.arrayContaining(['w1', 'w2']));
  });

  it('are deleted at once when the page is left', async () => {
    const { page, remove } = await open();
    await remove('w1');
    page.fire('onHide');
    await settle();

    expect(deleted()).toEqual([['w1']]);
  });

  it('make room for the works after them', async () => {
    const { page, cards, remove } = await open('more');
    await remove(...works(1, 12).map(({ workId }) => workId));

    expect(page.data['isEmpty']).toBe(false);
    expect(cards()).toContain('w13');
  });
});

describe('selecting', () => {
  it('takes the place of the tab bar and gives it back', async () => {
    const { page } = await open();
    page.fire('onHold', { id: 'w3' });
    page.fire('onSelect');
    await settle();

    expect(ui.hideTabBar).toHaveBeenCalledTimes(1);
    expect(ui.showTabBar).toHaveBeenCalledTimes(1);
    expect(page.data['isSelecting']).toBe(false);
  });

  it('counts no work that is gone meanwhile', async () => {
    const { page } = await open();
    page.fire('onHold', { id: 'w3' });
    page.fire('onOpen', { id: 'w4' });
    const { announce } = jest.requireActual<{ announce: (change: object) => void }>(
      '../../miniprogram/utils/work-changes',
    );
    announce({ kind: 'removed', workId: 'w3' });
    await settle();

    expect(page.data).toMatchObject({ isSelecting: true, count: 1, selected: { w4: true } });
  });

  it('takes a whole day, and unselects it when all of it is selected', async () => {
    const { page } = await open();
    const [day] = page.data['days'] as { key: string }[];
    page.fire('onSelect');
    page.fire('onDay', { id: day?.key ?? '' });
    await settle();
    expect(page.data).toMatchObject({ count: 12, wholeDays: { [day?.key ?? '']: true } });

    page.fire('onDay', { id: day?.key ?? '' });
    await settle();
    expect(page.data['count']).toBe(0);
  });
});
