import { createGrowth } from '../../cloudfunctions/chat/growth';
import type { ChatMessage } from '../../cloudfunctions/shared/domain/chat/conversation';

/** How the row of an answer grows while its text streams in, in virtual time. */
describe('an answer that grows', () => {
  let writes: { atMs: number; text: string }[] = [];
  let outcome: 'grown' | 'stop' | 'lost' = 'grown';
  let startedAt = 0;
  const silent = () => undefined;
  const needs = {
    clock: { now: () => new Date(), random: () => 0.5, sleep: () => Promise.resolve() },
    log: { info: silent, warn: silent, error: silent, alarm: silent },
    chat: {
      growth: {
        grow(_: ChatMessage, { text }: { text: string }) {
          writes.push({ atMs: performance.now() - startedAt, text });
          return Promise.resolve(outcome);
        },
      },
    },
  };
  const grow = () => createGrowth({ id: 'a' } as ChatMessage, { styles: [], sizes: [] }, needs);

  beforeEach(() => {
    jest.useFakeTimers();
    [writes, outcome, startedAt] = [[], 'grown', performance.now()];
  });
  afterEach(() => jest.useRealTimers());

  /** Three characters arrive every `paceMs`. */
  async function stream(growth: ReturnType<typeof grow>, length: number, paceMs: number) {
    for (let shown = 3; shown <= length + 2; shown += 3) {
      await jest.advanceTimersByTimeAsync(paceMs);
      growth.onText('字'.repeat(Math.min(shown, length)));
    }
    await jest.advanceTimersByTimeAsync(1);
  }

  it.each([10, 25, 40])(
    'of 200 characters is written twice at most, at %d ms a piece',
    async (paceMs) => {
      const growth = grow();
      await stream(growth, 200, paceMs);
      await growth.end();

      expect(writes[0]).toEqual({ atMs: paceMs, text: '字字字' });
      expect(writes.length).toBeLessThanOrEqual(2);
    },
  );

  it('is written after 100 more characters, a second apart at least', async () => {
    const growth = grow();
    await stream(growth, 600, 10);
    await growth.end();

    const gaps = writes.slice(1).map(({ atMs }, index) => atMs - (writes[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
  });

  it('has a heartbeat every two and a half seconds, with or without text', async () => {
    const growth = grow();
    await jest.advanceTimersByTimeAsync(10_000);
    await growth.end();

    expect(writes.map(({ atMs }) => atMs)).toEqual([2_500, 5_000, 7_500, 10_000]);
  });

  it.each(['stop', 'lost'] as const)('ends when a write finds %s', async (found) => {
    outcome = found;
    const growth = grow();
    growth.onText('字');
    await jest.advanceTimersByTimeAsync(1);

    expect([growth.signal.aborted, growth.reason()]).toEqual([true, found]);
    await growth.end();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(writes).toHaveLength(1);
  });
});
