import { requireInvariants } from '../support/invariants';
import { openStudio, worksOfToday } from '../support/studio';
import type { Studio } from '../support/studio';

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('many concurrent calls of one user', () => {
  let studio: Studio;
  const works = () => studio.cloud.collection('works').rows();

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(() => studio.cloud.cloud.reset({ seed: true }));
  afterEach(() => requireInvariants(studio.cloud, { settled: true }));

  async function memberWithWorks(who: string, count: number, vipLevel: number): Promise<string> {
    const userId = await studio.member(who, { vipLevel });
    const now = new Date(studio.cloud.cloud.clock.now());
    studio.cloud.collection('works').put(...worksOfToday(userId, who, count, now));
    return userId;
  }

  async function outcomes(calls: Promise<{ code: number }>[]): Promise<Record<string, number>> {
    const replies = await Promise.all(calls);
    const found: Record<string, number> = {};
    for (const { code } of replies) found[code] = (found[code] ?? 0) + 1;
    return found;
  }

  it.each([
    ['free', 0, 47, 200],
    ['vip', 1, 197, 200],
  ])('admits exactly the three seats left of a %s user', async (_tier, vipLevel, filled, calls) => {
    await memberWithWorks('alice', filled, vipLevel);

    const found = await outcomes(
      times(calls).map((index) =>
        studio.call('alice', 'aiGenerate', 'generate', { requestId: `r${index}`, prompt: '猫' }),
      ),
    );

    expect(found).toEqual({ 200: 3, 429: calls - 3 });
    expect(works()).toHaveLength(filled + 3);
  });

  it('admits doubles as a whole or not at all', async () => {
    await memberWithWorks('alice', 195, 1);

    await outcomes(
      times(40).map((index) =>
        studio.call('alice', 'aiGenerate', 'generate', {
          requestId: `r${index}`,
          prompt: '猫',
          mode: index % 2 === 0 ? 'double' : 'single',
        }),
      ),
    );

    const groups = new Map<unknown, number>();
    for (const { groupId } of works()) groups.set(groupId, (groups.get(groupId) ?? 0) + 1);
    groups.delete(undefined);
    expect([...groups.values()].every((size) => size === 2)).toBe(true);
    expect(works()).toHaveLength(200);
  });

  it('creates one user for fifty first logins', async () => {
    const found = await outcomes(times(50).map(() => studio.call('bob', 'login', 'wxLogin', {})));

    expect(found).toEqual({ 200: 50 });
    expect(studio.cloud.collection('users').count()).toBe(1);
    expect(studio.user('bob')).toMatchObject({ credits: 100 });
  });

  it('makes one work of twenty equal requests', async () => {
    await studio.member('alice');
    const asked = studio.zhipu.requests().length;

    const found = await outcomes(
      times(20).map(() =>
        studio.call('alice', 'aiGenerate', 'generate', { requestId: 'same', prompt: '猫' }),
      ),
    );

    expect(found).toEqual({ 200: 20 });
    expect(works()).toHaveLength(1);
    expect(studio.zhipu.requests().length - asked).toBe(1);
    expect(studio.user('alice')).toMatchObject({ credits: 99 });
  });
});
