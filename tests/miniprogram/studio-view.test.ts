import type { TaskDetail, TaskPicture } from '../../cloudfunctions/shared/contracts/task';
import { guessPart, partsBeside, toButton } from '../../miniprogram/packages/studio/fitting/view';
import { rangeName } from '../../miniprogram/packages/studio/orders/price';
import { lightHints } from '../../miniprogram/packages/studio/photos/hints';
import { scaledWidth, toOutcome } from '../../miniprogram/packages/studio/photos/local';
import type { Photo } from '../../miniprogram/packages/studio/photos/view';
import { toFoot } from '../../miniprogram/packages/studio/photography/view';
import { toTaskCard } from '../../miniprogram/packages/studio/tasks/view';
import { toTaskView } from '../../miniprogram/packages/studio/task/view';

const createdAt = '2026-11-21T07:06:00.000Z';
const now = Date.parse('2026-11-21T07:07:00.000Z');

function picture(more: Partial<TaskPicture> & { workId: string }): TaskPicture {
  return { state: 'queued', imageUrl: '', refundedCredits: 0, hasDoubt: false, ...more };
}

function task(works: TaskPicture[], more: Partial<TaskDetail> = {}): TaskDetail {
  return {
    ...{ taskId: 'task_1', type: 'photography', state: 'running', stage: 'drawing' },
    ...{ done: works.filter(({ state }) => state === 'completed').length, total: works.length },
    ...{
      reserved: works.length * 3,
      spent: 0,
      refunded: 0,
      works,
      createdAt,
      updatedAt: createdAt,
    },
    ahead: 0,
    ...more,
  };
}

const seen = new Map<string, number>();

describe('a task on its page', () => {
  const running = task(
    [
      picture({ workId: 'a', state: 'completed', imageUrl: 'a.png', thumbnailUrl: 'a.jpg' }),
      picture({ workId: 'b', state: 'drawing' }),
      picture({ workId: 'c', state: 'checking' }),
      picture({ workId: 'd' }),
    ],
    { ahead: 3, etaSeconds: { from: 62, to: 110 }, spent: 3 },
  );

  it('shows each picture in its own state', () => {
    const { tiles } = toTaskView(running, '江南庭院', new Map([['b', now - 18_000]]), now);

    expect(tiles.map(({ state, title, line }) => [state, title, line])).toEqual([
      ['done', '', ''],
      ['drawing', '正在绘制', '已用 18 秒'],
      ['drawing', '正在检查', ''],
      ['queued', '排队中', '前面还有 3 张'],
    ]);
    expect(tiles[0]).toMatchObject({ picture: 'a.jpg', label: '第 1 张，AI 生成' });
    expect(tiles[1]?.label).toBe('第 2 张，正在绘制');
  });

  it('says the place and the range while something waits, and neither when they are unknown', () => {
    const view = toTaskView(running, '', seen, now);
    expect(view.placeLine).toBe('前面还有 3 张 · 约 1–2 分钟');
    expect(view).toMatchObject({ title: '服装摄影', doneLine: '已完成 1/4 张', percent: 25 });

    const { etaSeconds: _, ...unknown } = running;
    expect(toTaskView({ ...unknown, ahead: 0 }, '', seen, now).placeLine).toBe('');
    expect(toTaskView({ ...unknown, ahead: 99 }, '', seen, now).placeLine).toBe('前面还有 99+ 张');
  });

  it('says what 取消剩余 stops and refunds, and that pictures being drawn continue', () => {
    expect(toTaskView(running, '', seen, now).cancelLine).toBe(
      '取消没开始的 1 张，退回 3 积分；正在绘制的会画完',
    );
    const free = { ...running, reserved: 0 };
    expect(toTaskView(free, '', seen, now).cancelLine).toBe('取消没开始的 1 张；正在绘制的会画完');
    const saving = task([picture({ workId: 'a', state: 'saving' })]);
    expect(toTaskView(saving, '', seen, now).cancelLine).toBe('');
  });

  it('shows why a picture failed, and its refund', () => {
    const partial = task(
      [
        picture({ workId: 'a', state: 'completed', imageUrl: 'a.png' }),
        picture({
          ...{ workId: 'b', state: 'failed', errorMessage: '画面未通过审核' },
          refundedCredits: 3,
        }),
      ],
      { state: 'partial', spent: 3, refunded: 3, endedAt: createdAt },
    );
    const view = toTaskView(partial, '', seen, now);

    expect(view.tiles[1]).toMatchObject({
      ...{ state: 'failed', line: '画面未通过审核', refund: '已退回 3 积分' },
      label: '第 2 张没画成，画面未通过审核，已退回 3 积分',
    });
    expect(view).toMatchObject({
      ...{ state: '部分完成', placeLine: '1 张没画成 · 3 积分已退回' },
      ...{ retryCount: 1, cancelLine: '', isEnded: true },
    });
  });

  it('marks a picture that may differ from the garment', () => {
    const work = picture({ workId: 'a', state: 'completed', imageUrl: 'a.png', hasDoubt: true });
    const paid = task([{ ...work, refundedCredits: 3 }]);

    expect(toTaskView(paid, '', seen, now).tiles[0]?.tag).toBe('已退回 3 积分');
    expect(toTaskView(task([work]), '', seen, now).tiles[0]?.tag).toBe('细节可能不同');
  });

  it('says that it waits for its photos, or for the next day', () => {
    const waiting = task([picture({ workId: 'a' })], { state: 'queued' });
    const view = (waitsFor: 'assets' | 'tomorrow') =>
      toTaskView({ ...waiting, waitsFor }, '', seen, now).placeLine;

    expect(view('assets')).toBe('照片检查好就开始');
    expect(view('tomorrow')).toBe('今天太忙，明天 0 点后继续');
  });

  it('announces each picture once, never the seconds', () => {
    expect(toTaskView(running, '', seen, now).news).toBe('第 1 张画好了，共 4 张');
    expect(toTaskView(running, '', seen, now + 9000).news).toBe('第 1 张画好了，共 4 张');
  });

  it('shows an unknown state of a newer cloud as in progress', () => {
    const odd = task([picture({ workId: 'a', state: 'polishing' as never })]);
    expect(toTaskView(odd, '', seen, now).tiles[0]).toMatchObject({
      ...{ state: 'drawing', title: '处理中' },
    });
  });
});

describe('a task in the list', () => {
  it('says what happened, what became of the money, and what to do', () => {
    const failed = task(
      [picture({ workId: 'a', state: 'failed', errorMessage: '绘制服务暂时繁忙' })],
      { state: 'failed', refunded: 3 },
    );
    expect(toTaskCard(failed, failed, { taskId: 'task_1', title: '旧书店' }, now)).toMatchObject({
      ...{ title: '服装摄影 · 旧书店', state: '失败', act: '重新提交' },
      line: '绘制服务暂时繁忙。3 积分已退回',
    });
  });

  it('can be cancelled while nothing has begun', () => {
    const queued = task([picture({ workId: 'a' })], { state: 'queued', ahead: 3 });
    expect(toTaskCard(queued, queued, null, now)).toMatchObject({
      ...{ act: '取消', line: '前面还有 3 张', time: '今天 15:06 提交 · 3 积分' },
    });
    expect(toTaskCard({ ...queued, state: 'running' }, null, null, now).act).toBe('');
  });
});

const usable: Photo = {
  ...{ state: 'usable', picture: 'a.jpg', percent: 100, line: '', assetId: 'asset_1' },
  ...{ name: '', width: 900, height: 1200 },
};
const choices = { sceneId: 'yard', model: 'female', count: 4, size: '864x1152' } as const;

describe('the bar of an order', () => {
  const order = {
    ...{ photo: usable, choices, noteLength: 0, price: 3, credits: 86, isSending: false },
    range: { from: 60, to: 120 },
  };

  it('shows the price of all pictures, the balance, and how long it took last', () => {
    expect(toFoot(order)).toMatchObject({
      ...{ price: '12 积分', line: '余 86 · 约 1–2 分钟', text: '提交拍摄', isEnabled: true },
      label: '提交拍摄 · 12 积分',
    });
  });

  it('shows the price of one picture before there is a photo, and says what is missing', () => {
    expect(toFoot({ ...order, photo: null })).toMatchObject({
      ...{ price: '3 积分/张', text: '先放照片', missing: 'photo', isEnabled: false },
    });
    expect(toFoot({ ...order, choices: { ...choices, sceneId: '' } }).text).toBe('先选场景');
    const sent: Photo = { ...usable, state: 'uploading', assetId: '' };
    expect(toFoot({ ...order, photo: sent }).missing).toBe('upload');
    expect(toFoot({ ...order, noteLength: 101 }).missing).toBe('note');
  });

  it('shows no price to members, and no unknown duration', () => {
    expect(toFoot({ ...order, price: 0, credits: -1, range: null })).toMatchObject({
      ...{ price: '4 张', line: '' },
    });
  });

  it('may be sent while its photo is checked', () => {
    expect(toFoot({ ...order, photo: { ...usable, state: 'checking' } }).isEnabled).toBe(true);
  });
});

describe('a try-on', () => {
  const order = { person: usable, first: usable, second: null, price: 3, credits: 86 };

  it('needs a person and a garment', () => {
    expect(toButton({ ...order, isSending: false })).toMatchObject({
      ...{ isEnabled: true, price: '3 积分 · 余 86' },
    });
    expect(toButton({ ...order, person: null, isSending: false }).text).toBe('先放人物照');
    expect(toButton({ ...order, first: null, isSending: false }).text).toBe('先放服装照');
  });

  it('offers as a second garment only what can be worn with the first', () => {
    const beside = (part: Parameters<typeof partsBeside>[0]) =>
      partsBeside(part).map(({ id }) => id);

    expect(beside('dress')).toEqual([]);
    expect(beside('top')).toEqual(['bottom']);
    expect(beside('bottom')).toEqual(['top', 'outer']);
  });

  it('takes the kind of a sample from its name', () => {
    expect(['连衣裙', '马面裙', '风衣', '条纹衫'].map(guessPart)).toEqual([
      ...['dress', 'bottom', 'outer', 'top'],
    ]);
  });
});

describe('a range of time', () => {
  it.each([
    [{ from: 31, to: 48 }, '约 30–50 秒'],
    [{ from: 62, to: 110 }, '约 1–2 分钟'],
    [{ from: 130, to: 175 }, '约 2–3 分钟'],
    [{ from: 125, to: 119 }, '约 2 分钟'],
    [null, ''],
  ])('%j is %s', (range, words) => {
    expect(rangeName(range)).toBe(words);
  });
});

describe('a photo of the phone', () => {
  it('is scaled to the side that the cloud takes', () => {
    expect(scaledWidth(4096, 3072)).toBe(2048);
    expect(scaledWidth(3000, 4000)).toBe(1536);
    expect(scaledWidth(900, 1200)).toBe(900);
  });

  it('gets a hint when it is too dark, too bright, or empty', () => {
    const noise = (mean: number) => Array.from({ length: 64 }, (_, at) => mean + (at % 2) * 30);

    expect(lightHints(noise(20)).map(({ mark }) => mark)).toEqual(['太暗']);
    expect(lightHints(noise(120))).toEqual([]);
    expect(lightHints(Array.from({ length: 64 }, () => 200)).map(({ mark }) => mark)).toEqual([
      '看不到衣服',
    ]);
    expect(lightHints([])).toEqual([]);
  });

  it.each([
    ['chooseMedia:fail cancel', 'cancelled'],
    ['chooseMedia:fail system permission denied', 'denied'],
    ['chooseMedia:fail auth deny', 'denied'],
    ['chooseMedia:fail privacy permission is not authorized', 'cancelled'],
    ['chooseMedia:fail no memory', 'failed'],
  ])('%s is %s', (text, outcome) => {
    expect(toOutcome(text)).toBe(outcome);
  });
});
