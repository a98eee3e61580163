import type * as orderModule from '../../miniprogram/pages/create/order';
import type { Order } from '../../miniprogram/pages/create/order';
import type * as sessionModule from '../../miniprogram/services/session';
import type * as draftModule from '../../miniprogram/utils/draft';
import { installPhone, ok } from './phone';
import type { Phone } from './phone';

let phone: Phone;
let page: { show: jest.Mock; refused: jest.Mock; strayed: jest.Mock };
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
  // Who is signed in, and the version of the draft, live as long as the app: each test starts it anew.
  jest.resetModules();
  for (const level of ['warn', 'info'] as const) jest.spyOn(console, level).mockReturnValue();
  phone = installPhone();
  phone.answer('generate', ok({ works: [], remainingCredits: 99 }));
  navigateTo = jest.fn(() => Promise.resolve());
  Object.assign(wx, { navigateTo });
  page = { show: jest.fn(), refused: jest.fn(), strayed: jest.fn() };
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

/** What the page was shown last: the words, and whether they are being sent. */
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
  it('asks for the picture and opens its page', async () => {
    order.change({ prompt: ' 橘猫 ', character: 'tuanzi' });
    await order.send(null);
    await settle();

    const [call] = sent();
    expect(call?.data.data).toMatchObject({ prompt: '橘猫', character: 'tuanzi' });
    const url = `/packages/picture/result/index?request=${String(call?.data.data.requestId)}`;
    expect(navigateTo).toHaveBeenCalledWith({ url });
    expect(drafts().recentCharacters()).toEqual(['tuanzi']);
  });

  it('takes two taps as one, until the page is shown again', async () => {
    order.change({ prompt: '橘猫' });
    await Promise.all([order.send(null), order.send(null)]);
    await order.send(null);
    await settle();
    expect(shown()).toEqual(['橘猫', true]);
    expect(sent()).toHaveLength(1);

    order.begin();
    expect(shown()).toEqual(['橘猫', false]);
    await order.send(null);
    await settle();
    expect(sent()).toHaveLength(2);
  });

  it('keeps the words without a network', async () => {
    phone.network = 'none';
    order.change({ prompt: '橘猫' });
    await order.send(null);

    expect(phone.toasts).toEqual(['没有网络，描述已保留']);
    expect(shown()).toEqual(['橘猫', false]);
    expect(sent()).toEqual([]);
  });

  it('sends nothing that would be refused, and locks nothing', async () => {
    order.change({ prompt: '橘猫' });
    await order.send(used);
    await order.send(used);

    expect(page.refused.mock.calls).toEqual([
      [{ kind: 'limit', limit: 60, tier: 'free' }],
      [{ kind: 'limit', limit: 60, tier: 'free' }],
    ]);
    expect(phone.calls).toEqual([]);
    expect(shown()).toEqual(['橘猫', false]);
  });

  it('knows the credits of who is signed in', async () => {
    const { signIn, rememberCredits } = jest.requireActual<typeof sessionModule>(
      '../../miniprogram/services/session',
    );
    await signIn();
    rememberCredits(1);
    order.change({ prompt: '橘猫', mode: 'double' });
    await order.send(null);

    expect(page.refused).toHaveBeenCalledWith(expect.objectContaining({ missing: 1 }));
  });

  it('tells where the picture will be when its page does not open', async () => {
    navigateTo.mockRejectedValue(new Error('navigateTo:fail'));
    order.change({ prompt: '橘猫' });
    await order.send(null);

    expect(page.strayed).toHaveBeenCalledTimes(1);
    expect(shown()).toEqual(['橘猫', false]);
    await settle();
    expect(sent()).toHaveLength(1);
  });
});
