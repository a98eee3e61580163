import { createScroll } from '../../miniprogram/packages/chat/talk/scroll';
import { toAnswerRow } from '../../miniprogram/packages/chat/talk/view';
import { someMessage } from './chat';

type Boxes = [row: { top: number } | null, list: { height: number; scrollTop: number }];

const rows = [toAnswerRow(someMessage({ role: 'assistant', text: '好' }), {})];
const [row] = rows;
let boxes: Boxes[];
let page: ReturnType<typeof openPage>;

function openPage() {
  return {
    rows: () => rows,
    isAtEnd: jest.fn(() => true),
    paint: jest.fn<undefined, [Record<string, unknown>]>(),
    set: jest.fn((_change: Record<string, unknown>, done?: () => void) => done?.()),
  };
}

/** Queries answer with the next boxes; the last ones are repeated. */
function installQueries(): void {
  const query = {
    select: () => query,
    boundingClientRect: () => query,
    fields: () => query,
    exec(answer: (boxes: Boxes | undefined) => void) {
      const next = boxes.length > 1 ? boxes.shift() : boxes[0];
      setImmediate(() => answer(next));
    },
  };
  Object.assign(globalThis, { wx: { createSelectorQuery: () => query } });
}

/** Each query takes a turn of the event loop. */
const settle = async () => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
};

async function measured() {
  const scroll = createScroll(page);
  await scroll.measure();
  page.paint.mockClear();
  return scroll;
}

beforeEach(() => {
  boxes = [[null, { height: 500, scrollTop: 0 }]];
  page = openPage();
  installQueries();
});

describe('the place in the list', () => {
  it('scrolls to the end repeatedly, even when it is there', async () => {
    const scroll = await measured();
    scroll.draw('');
    scroll.draw('');

    const [first, second] = page.paint.mock.calls.map(([change]) => change);
    expect(first).toMatchObject({ rows, isAway: false });
    expect(first?.scrollTop).not.toBe(second?.scrollTop);
  });

  it('follows new words near the end, and not further up', async () => {
    const scroll = await measured();
    if (!row) throw new Error('no row');
    scroll.moved({ scrollHeight: 2000, scrollTop: 1400 });
    scroll.redraw(0, row);
    scroll.moved({ scrollHeight: 2000, scrollTop: 1380 });
    scroll.redraw(0, row);

    const [near, far] = page.paint.mock.calls.map(([change]) => Object.keys(change));
    expect(near).toEqual(['rows[0]', 'scrollTop']);
    expect(far).toEqual(['rows[0]']);
  });

  it('says once that the end is more than a screen away', async () => {
    const scroll = await measured();
    for (const scrollTop of [1000, 999, 500, 1000]) scroll.moved({ scrollHeight: 2000, scrollTop });

    expect(page.set.mock.calls.map(([change]) => change)).toEqual([
      { isAway: true },
      { isAway: false },
    ]);
  });

  it('is hidden at the end of what is drawn while there is more below', async () => {
    const scroll = await measured();
    page.isAtEnd.mockReturnValue(false);
    scroll.moved({ scrollHeight: 2000, scrollTop: 1500 });

    expect(page.set).toHaveBeenCalledWith({ isAway: true });
  });

  it('keeps a row where it is while others come above it', async () => {
    const scroll = await measured();
    boxes = [
      [{ top: 40 }, { height: 500, scrollTop: 10 }],
      [{ top: 340 }, { height: 500, scrollTop: 10 }],
    ];
    scroll.draw('user-m1');
    await settle();

    expect(page.set.mock.calls.map(([change]) => change)).toEqual([{ rows }, { scrollTop: 310 }]);
  });

  it('draws no single row while the rows are being moved', async () => {
    const scroll = await measured();
    if (!row) throw new Error('no row');
    scroll.draw('user-m1');
    scroll.redraw(0, row);
    expect(page.paint).not.toHaveBeenCalled();
    await settle();

    scroll.redraw(0, row);
    expect(page.paint).toHaveBeenCalledTimes(1);
  });

  it('moves nothing on a closed page', async () => {
    const scroll = await measured();
    scroll.draw('user-m1');
    scroll.close();
    await settle();

    expect(page.set).not.toHaveBeenCalled();
  });

  it('stays at the end when the keyboard comes', async () => {
    const scroll = createScroll(page);
    boxes = [[null, { height: 300, scrollTop: 0 }]];
    await scroll.measure();

    expect(page.paint).toHaveBeenCalledTimes(1);
  });
});
