import type * as orderModule from '../../miniprogram/pages/create/order';
import type { Order, OrderPage } from '../../miniprogram/pages/create/order';
import type { KnownFacts } from '../../miniprogram/pages/create/precheck';
import type * as draftModule from '../../miniprogram/utils/draft';
import { installPhone, ok } from './phone';
import type { Phone } from './phone';
import { somePrices } from './support';

let phone: Phone;
let page: jest.Mocked<OrderPage>;
let facts: KnownFacts;
let order: Order;
let navigateTo: jest.Mock;

const used = {
  used: 60,
  limit: 60,
  remaining: 0,
  userType: 'free',
  resetAt: '2026-11-21T16:00:00.000Z',
} as const;

beforeEach(() => {
  // Modules keep the version of the draft and requests in flight: each test starts a fresh app.
  jest.resetModules();
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockReturnValue();
  phone = installPhone();
  phone.answer('generate', ok({ works: [], remainingCredits: 99 }));
  navigateTo = jest.fn(() => Promise.resolve());
  Object.assign(wx, { navigateTo });
  facts = { user: null, usage: null, prices: null };
  page = {
    show: jest.fn(),
    facts: jest.fn(() => facts),
    refreshFacts: jest.fn(() => Promise.resolve(true)),
    refused: jest.fn(),
    resultNotOpened: jest.fn(),
  };
  const { createOrder } = jest.requireActual<typeof orderModule>(
    '../../miniprogram/pages/create/order',
  );
  order = createOrder(page);
  order.begin();
});

afterEach(() => jest.restoreAllMocks());

const settle = () => new Promise(setImmediate);
const drafts = () => jest.requireActual<typeof draftModule>('../../miniprogram/utils/draft');
const sent = () => phone.calls.filter(({ data }) => data.action === 'generate');

/** What the page shows now: the text, and whether it is being sent. */
function shown(): [prompt: string, isSending: boolean] {
  const [draft, isSending] = page.show.mock.lastCall as [{ prompt: string }, boolean];
  return [draft.prompt, isSending];
}

describe('the draft of an order', () => {
  it('is kept with every change, and shown', () => {
    order.change({ prompt: '橘猫' });
    order.change({ mode: 'double' });

    expect(shown()).toEqual(['橘猫', false]);
    expect(phone.storage.get('draft')).toMatchObject({ prompt: '橘猫', mode: 'double' });
    expect(order.draft()).toMatchObject({ prompt: '橘猫', mode: 'double' });
  });

  it('is read again when another page has filled it, and only then', () => {
    order.change({ prompt: '橘猫' });
    phone.storage.set('draft', { prompt: '不是这句' });
    order.begin();
    expect(shown()).toEqual(['橘猫', false]);

    drafts().fillDraft({ prompt: '画同款' });
    order.begin();
    expect(shown()).toEqual(['画同款', false]);
  });

  it('makes room for a template', () => {
    order.change({ prompt: '橘猫', emotion: 'warm' });
    order.fill({ prompt: '雪夜山屋' });

    expect(order.draft()).toMatchObject({ prompt: '雪夜山屋', emotion: '' });
  });
});

describe('sending', () => {
  it('requests the picture and opens its page', async () => {
    order.change({ prompt: ' 橘猫 ', character: 'tuanzi' });
    await order.send();
    await settle();

    const [call] = sent();
    expect(call?.data.data).toMatchObject({ prompt: '橘猫', character: 'tuanzi' });
    const url = `/packages/picture/result/index?request=${String(call?.data.data.requestId)}`;
    expect(navigateTo).toHaveBeenCalledWith({ url });
    expect(drafts().recentCharacters()).toEqual(['tuanzi']);
  });

  it('takes two taps as one, until the page is shown again', async () => {
    order.change({ prompt: '橘猫' });
    await Promise.all([order.send(), order.send()]);
    await order.send();
    await settle();
    expect(shown()).toEqual(['橘猫', true]);
    expect(sent()).toHaveLength(1);

    order.begin();
    expect(shown()).toEqual(['橘猫', false]);
    await order.send();
    await settle();
    expect(sent()).toHaveLength(2);
  });

  it('keeps the text without a network', async () => {
    phone.network = 'none';
    order.change({ prompt: '橘猫' });
    await order.send();

    expect(phone.toasts).toEqual(['没有网络，描述已保留']);
    expect(shown()).toEqual(['橘猫', false]);
    expect(sent()).toEqual([]);
  });

  it('sends nothing that the cloud has just said it would refuse, and locks nothing', async () => {
    facts = { ...facts, usage: used };
    order.change({ prompt: '橘猫' });
    await order.send();
    await order.send();

    expect(page.refused.mock.calls).toEqual([
      [{ kind: 'limit', limit: 60, tier: 'free' }],
      [{ kind: 'limit', limit: 60, tier: 'free' }],
    ]);
    expect(page.refreshFacts).toHaveBeenCalledTimes(2);
    expect(phone.calls).toEqual([]);
    expect(shown()).toEqual(['橘猫', false]);
  });

  it.each([
    ['usage', { usage: used }],
    ['balance', { user: { tier: 'free', credits: 0 }, prices: somePrices }],
  ] as [string, Partial<KnownFacts>][])(
    'does not refuse by a %s that is out of date',
    async (_what, old) => {
      facts = { ...facts, ...old };
      page.refreshFacts.mockImplementation(() => {
        facts = { ...facts, user: { tier: 'free', credits: 9 }, usage: { ...used, remaining: 60 } };
        return Promise.resolve(true);
      });
      order.change({ prompt: '橘猫' });
      await order.send();
      await settle();

      expect(page.refused).not.toHaveBeenCalled();
      expect(sent()).toHaveLength(1);
    },
  );

  it('lets the cloud decide when nothing newer can be read', async () => {
    facts = { ...facts, usage: used };
    page.refreshFacts.mockResolvedValue(false);
    order.change({ prompt: '橘猫' });
    await order.send();
    await settle();

    expect(page.refused).not.toHaveBeenCalled();
    expect(sent()).toHaveLength(1);
  });

  it('does not read again while nothing speaks against it', async () => {
    order.change({ prompt: '橘猫' });
    await order.send();

    expect(page.refreshFacts).not.toHaveBeenCalled();
  });

  it('sends emoji whole, and drops invisible characters', async () => {
    order.change({ prompt: ` \u202e${'🐱'.repeat(500)}\u0000 ` });
    await order.send();
    await settle();

    expect(sent()[0]?.data.data).toMatchObject({ prompt: '🐱'.repeat(500) });
  });

  it('says where the picture will be when its page does not open', async () => {
    navigateTo.mockRejectedValue(new Error('navigateTo:fail'));
    order.change({ prompt: '橘猫' });
    await order.send();

    expect(page.resultNotOpened).toHaveBeenCalledTimes(1);
    expect(shown()).toEqual(['橘猫', false]);
    await settle();
    expect(sent()).toHaveLength(1);
  });
});
