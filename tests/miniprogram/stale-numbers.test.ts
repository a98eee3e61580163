import { someQuota } from './chat';
import { installInterface, loadPage } from './page';
import { installPhone, ok, refused } from './phone';
import type { Phone } from './phone';

let phone: Phone;

const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};
const busy = refused('BUSY', 503, '请稍后再试');

beforeEach(() => {
  jest.resetModules();
  for (const level of ['warn', 'info', 'error'] as const) {
    jest.spyOn(console, level).mockReturnValue();
  }
  jest.useFakeTimers({
    now: Date.parse('2026-11-30T15:00:00.000Z'),
    doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'],
  });
  phone = installPhone();
  installInterface();
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('创作 with yesterday’s numbers', () => {
  const usage = (used: number) =>
    ok({
      used,
      limit: 1,
      remaining: 1 - used,
      userType: 'free',
      resetAt: '2026-11-30T16:00:00.000Z',
    });
  const user = ok({ user: { tier: 'free', credits: 9 } });

  async function open() {
    phone.answer('getUserInfo', user);
    phone.answer('getGenerateOptions', ok({ ...choices, prices: { free: 3, vip: 0, admin: 0 } }));
    phone.answer('getTemplates', ok({ categories: [], templates: [] }));
    phone.answer('listPlans', busy);
    phone.answer('generate', ok({ works: [], remainingCredits: 6 }));
    const page = loadPage('pages/create/index')();
    await settle();
    page.fire('onPrompt', { detail: { value: '橘猫' } });
    return page;
  }
  const choices = { characters: [], styles: [], emotions: [], sizes: [], qualities: [] };

  it('sends what the cloud would take by now', async () => {
    phone.answer('getDailyUsage', usage(1), usage(0));
    const page = await open();
    expect(page.data['usage']).toMatchObject({ level: 'full' });
    page.fire('onGenerate');
    await settle();

    expect(phone.actions()).toContain('generate');
    expect(page.data['usage']).toMatchObject({ level: 'normal' });
  });

  it('sends it also when the usage cannot be read', async () => {
    phone.answer('getDailyUsage', usage(1), busy);
    const page = await open();
    page.fire('onGenerate');
    await settle();

    expect(phone.actions()).toContain('generate');
  });

  it('explains the limit when the cloud has just confirmed it', async () => {
    phone.answer('getDailyUsage', usage(1));
    const page = await open();
    page.fire('onGenerate');
    await jest.advanceTimersByTimeAsync(1000);
    await settle();

    expect(page.data['dialog']).toMatchObject({ title: '今日次数已用完' });
    expect(phone.actions()).not.toContain('generate');
  });

  it('shows the price of the cloud on the button, and the credits', async () => {
    phone.answer('getDailyUsage', usage(0));
    const page = await open();
    page.fire('onMode', { detail: { id: 'double' } });

    expect(page.data['button']).toMatchObject({ text: '生成 2 张', price: '6 积分 · 余 9' });
    expect(page.data['credits']).toBe(9);
  });
});

describe('the chat with last month’s AP', () => {
  const usedUp = ok(someQuota({ used: 100, remaining: 0 }));

  async function open() {
    phone.storage.set('chatSession', { sessionId: null });
    phone.answer('listPlans', busy);
    phone.answer('send', new Promise(() => undefined));
    const page = loadPage('packages/chat/talk/index')();
    await settle();
    expect(page.data['isUsedUp']).toBe(true);
    page.fire('onText', { detail: { value: '想画一只猫' } });
    await settle();
    return page;
  }

  it('sends what the cloud would take by now', async () => {
    phone.answer('getQuota', usedUp, ok(someQuota()));
    const page = await open();
    page.fire('onSend');
    await jest.advanceTimersByTimeAsync(1000);
    await settle();

    expect(phone.actions()).toContain('send');
    expect(page.data['isDialogOpen']).toBe(false);
    expect(page.data['text']).toBe('');
  });

  it('sends it also when the AP cannot be read', async () => {
    phone.answer('getQuota', usedUp, busy);
    const page = await open();
    page.fire('onSend');
    await jest.advanceTimersByTimeAsync(1000);
    await settle();

    expect(phone.actions()).toContain('send');
  });

  it('explains it when the cloud has just confirmed it, and keeps the text', async () => {
    phone.answer('getQuota', usedUp);
    const page = await open();
    page.fire('onSend');
    await jest.advanceTimersByTimeAsync(1000);
    await settle();

    expect(page.data['dialog']).toMatchObject({ title: '本月 AP 已用完' });
    expect(phone.actions()).not.toContain('send');
    expect(page.data['text']).toBe('想画一只猫');
  });

  it('opens the field again when it is tapped', async () => {
    phone.answer('getQuota', usedUp, ok(someQuota()));
    const page = await open();
    page.fire('onExhausted');
    await jest.advanceTimersByTimeAsync(1000);
    await settle();

    expect(page.data['isUsedUp']).toBe(false);
    expect(phone.actions()).not.toContain('send');
  });
});

describe('the works', () => {
  const work = {
    workId: 'w1',
    title: '橘猫',
    status: 'completed',
    imageUrl: 'cloud://1',
    size: '',
  };
  const page = (works: object[]) => ok({ works, nextCursor: null });

  async function open(late: Promise<ReturnType<typeof ok>>) {
    phone.answer('getGenerateOptions', busy);
    phone.answer('getWorks', page([work, { ...work, workId: 'w2' }]), late);
    const opened = loadPage('pages/works/index')();
    await settle();
    opened.fire('onPullDownRefresh');
    await settle();
    return opened;
  }

  it('do not bring back what was deleted after they were requested', async () => {
    let answer: (reply: ReturnType<typeof ok>) => void = () => undefined;
    const opened = await open(new Promise((resolve) => (answer = resolve)));
    const { announce } = jest.requireActual<{ announce: (change: object) => void }>(
      '../../miniprogram/utils/work-changes',
    );
    announce({ kind: 'removed', workId: 'w2' });
    announce({ kind: 'changed', workId: 'w1', isFavorite: true, title: '新的名字' });
    answer(page([work, { ...work, workId: 'w2' }]));
    await settle();

    await jest.advanceTimersByTimeAsync(200);

    type Drawn = { blocks: { columns: object[][] }[] };
    const days = opened.data['days'] as Drawn[];
    const cards = days.flatMap(({ blocks }) => blocks.flatMap(({ columns }) => columns.flat()));
    expect(cards).toMatchObject([{ id: 'w1', title: '新的名字', isFavorite: true }]);
  });
});
