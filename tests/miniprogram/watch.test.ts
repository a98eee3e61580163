import { watchQuota } from '../../miniprogram/services/quota-watch';
import type { ShownQuota } from '../../miniprogram/services/quota-watch';
import { watchOwn } from '../../miniprogram/services/watch';
import { installPhone } from './phone';
import type { Phone } from './phone';

let phone: Phone;

beforeEach(() => {
  jest.useFakeTimers();
  jest.spyOn(console, 'info').mockReturnValue();
  phone = installPhone();
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe('watchOwn', () => {
  const poll = jest.fn();
  const handlers = (onRows: (rows: object[]) => void = () => undefined) => ({ onRows, poll });
  beforeEach(() => poll.mockClear());

  it('queries only rows of the caller, whatever the query', () => {
    watchOwn('chat_messages', { messageId: 'm1' }, handlers());

    expect(phone.watches).toMatchObject([
      { collection: 'chat_messages', query: { _openid: '{openid}', messageId: 'm1' } },
    ]);
  });

  it('reopens after an error, later each time, and at once after a success', () => {
    const rows = jest.fn();
    watchOwn('quota_overviews', {}, handlers(rows));

    fail();
    jest.advanceTimersByTime(999);
    expect(phone.watches).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(phone.watches).toHaveLength(2);

    fail();
    jest.advanceTimersByTime(1999);
    expect(phone.watches).toHaveLength(2);
    jest.advanceTimersByTime(1);
    expect(phone.watches).toHaveLength(3);

    phone.push('quota_overviews', { version: 1 });
    fail();
    jest.advanceTimersByTime(1000);
    expect(phone.watches).toHaveLength(4);
    expect(rows).toHaveBeenCalledTimes(1);
  });

  it('waits half a minute at most', () => {
    watchOwn('quota_overviews', {}, handlers());
    for (let round = 0; round < 10; round += 1) {
      fail();
      jest.advanceTimersByTime(30_000);
    }

    expect(phone.watches).toHaveLength(11);
  });

  it('does not wait when the network is back', () => {
    watchOwn('quota_overviews', {}, handlers());
    fail();

    phone.connect(true);

    expect(phone.watches).toHaveLength(2);
    jest.advanceTimersByTime(60_000);
    expect(phone.watches).toHaveLength(2);
  });

  it('ignores a listener that it has replaced', () => {
    const rows = jest.fn();
    watchOwn('quota_overviews', {}, handlers(rows));
    const [first] = phone.watches;
    fail();
    jest.advanceTimersByTime(1000);

    first?.onChange({ docs: [{ version: 1 }] });

    expect(rows).not.toHaveBeenCalled();
  });

  it('polls with every attempt to open a refused watch, and no more once it is open', () => {
    watchOwn('quota_overviews', {}, handlers());
    expect(poll).not.toHaveBeenCalled();

    for (const waitMs of [1000, 2000, 4000]) {
      fail();
      jest.advanceTimersByTime(waitMs);
    }
    expect(poll).toHaveBeenCalledTimes(3);

    phone.push('quota_overviews', { version: 1 });
    jest.advanceTimersByTime(60_000);
    expect(poll).toHaveBeenCalledTimes(3);
  });

  it('polls no less often than it is configured to', () => {
    watchOwn('quota_overviews', {}, { ...handlers(), maxWaitMs: 3000 });
    for (const waitMs of [1000, 2000, 3000, 3000, 3000]) {
      fail();
      jest.advanceTimersByTime(waitMs);
    }

    expect(poll).toHaveBeenCalledTimes(5);
  });

  it('is silent once it is closed', () => {
    const rows = jest.fn();
    const watch = watchOwn('quota_overviews', {}, handlers(rows));
    watch.close();

    phone.push('quota_overviews', { version: 1 });
    fail();
    phone.connect(true);
    jest.advanceTimersByTime(60_000);

    expect(rows).not.toHaveBeenCalled();
    expect(poll).not.toHaveBeenCalled();
    expect(phone.watches).toMatchObject([{ isClosed: true }]);
  });

  it('does not poll for a page that is hidden', () => {
    const watch = watchOwn('quota_overviews', {}, handlers());
    fail();
    watch.close();
    jest.advanceTimersByTime(60_000);

    expect(poll).not.toHaveBeenCalled();
    expect(phone.watches).toHaveLength(1);
  });

  function fail(): void {
    phone.watches[phone.watches.length - 1]?.onError(new Error('watch lost'));
  }
});

describe('watchQuota', () => {
  const refresh = jest.fn();
  let shown: ShownQuota | null;

  beforeEach(() => {
    refresh.mockClear();
    shown = { limits: { image_daily: 50 } };
    watchQuota({ shown: () => Promise.resolve(shown), refresh });
  });

  it('has the page read its limits while the watch is refused', () => {
    phone.watches[0]?.onError(new Error('refused'));
    jest.advanceTimersByTime(1000);
    phone.watches[1]?.onError(new Error('refused'));
    jest.advanceTimersByTime(2000);

    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('reads nothing while the page shows the limits in force', async () => {
    await push(3, 50);

    expect(refresh).not.toHaveBeenCalled();
  });

  it('sees a change between the reading of the page and the beginning of the watch', async () => {
    await push(4, 60);

    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('compares the level if the page shows one', async () => {
    shown = { limits: { image_daily: 50 }, level: 'basic' };
    await push(4, 50);

    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('compares the balance if the page shows one', async () => {
    shown = { limits: { image_daily: 50 }, credits: 100 };
    await push(4, 50, 99);

    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it.each([[100], [undefined]])('reads nothing for a row with the balance %s', async (credits) => {
    shown = { limits: { image_daily: 50 }, credits: 100 };
    await push(4, 50, credits);

    expect(refresh).not.toHaveBeenCalled();
  });

  it('refreshes for every later version, and not for the same one', async () => {
    await push(3, 50);
    await push(4, 50);
    await push(4, 50);
    await push(3, 70);

    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('refreshes for the first row of a user without one', async () => {
    phone.push('quota_overviews');
    await push(1, 50);

    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('ignores pages that show nothing yet', async () => {
    shown = null;
    await push(2, 60);

    expect(refresh).not.toHaveBeenCalled();
  });

  it('treats a malformed row as none', async () => {
    phone.push('quota_overviews', { version: 'new' });
    expect(refresh).not.toHaveBeenCalled();

    await push(2, 50);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  async function push(version: number, limit: number, credits?: number): Promise<void> {
    const features = { image_daily: { limit, source: 'override' } };
    phone.push('quota_overviews', { version, membershipLevel: 'free', features, credits });
    await Promise.resolve();
  }
});
