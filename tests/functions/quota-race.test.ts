import type { Reply } from '../../cloudfunctions/shared/contracts/reply';
import { requireInvariants } from '../support/invariants';
import { openDesk } from '../support/quota-desk';
import { openStudio, succeeded, worksOfToday } from '../support/studio';
import type { Studio } from '../support/studio';

type UsageReply = { dailyUsage: { limit: number; used: number } };
/** One generation as its caller saw it. */
type ObservedCall = { beganAt: number; endedAt: number; isAdmitted: boolean; limit: number };

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('an adjustment while pictures are made', () => {
  let studio: Studio;
  const works = () => studio.cloud.collection('works').count();

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await studio.member('root', { userType: 'admin' });
  });
  afterEach(() => requireInvariants(studio.cloud, { settled: true }));

  async function watched(reply: Promise<Reply<UsageReply>>): Promise<ObservedCall> {
    const beganAt = performance.now();
    const answered = await reply;
    const endedAt = performance.now();
    if (answered.code === 200) {
      return { beganAt, endedAt, isAdmitted: true, limit: answered.data.dailyUsage.limit };
    }
    const { error, details } = answered;
    if (error !== 'DAILY_LIMIT_REACHED') throw new Error(`Refused: ${error}`);
    const { limit } = details as { limit: number };
    return { beganAt, endedAt, isAdmitted: false, limit };
  }

  /** Calls before, during and after one adjustment; `answeredAt` is when the admin got the reply. */
  async function race(from: number, to: number) {
    const desk = openDesk(studio);
    await desk.adjust({ value: from });
    const calls: Promise<ObservedCall>[] = [];
    const start = (count: number) =>
      times(count).forEach(() => calls.push(watched(desk.generate())));
    start(15);
    const askedAt = performance.now();
    const asked = desk.adjust({ value: to });
    start(20);
    const { effectiveBefore, effectiveAfter } = await asked;
    const answeredAt = performance.now();
    start(15);
    return { seen: await Promise.all(calls), askedAt, answeredAt, effectiveBefore, effectiveAfter };
  }

  it.each([
    ['lowered', 'free', 40, 12, 0],
    ['raised', 'vip', 12, 40, 1],
    ['lowered', 'vip', 40, 12, 1],
  ])(
    'is in force for all calls that begin after its reply: %s, %s',
    async (_way, _tier, from, to, vip) => {
      await studio.member('alice', { vipLevel: vip });
      const { seen, askedAt, answeredAt, ...effective } = await race(from, to);

      expect(effective).toEqual({ effectiveBefore: from, effectiveAfter: to });
      expect(seen.filter(({ beganAt }) => beganAt > answeredAt).map(({ limit }) => limit)).toEqual(
        times(15).map(() => to),
      );
      // The change is atomic: the new limit never applies before the request, nor the old one after the reply.
      const firstNew = Math.min(...seen.filter(({ limit }) => limit === to).map((s) => s.endedAt));
      expect(firstNew).toBeGreaterThan(askedAt);
      const late = seen.filter(({ beganAt, limit }) => limit !== to && beganAt > firstNew);
      expect(late).toEqual([]);
      expect(seen.every(({ limit }) => limit === from || limit === to)).toBe(true);

      const admitted = seen.filter(({ isAdmitted }) => isAdmitted);
      expect(works()).toBe(admitted.length);
      const byNew = admitted.filter(({ limit }) => limit === to).length;
      expect(byNew).toBeLessThanOrEqual(to);
      expect(admitted.length).toBeLessThanOrEqual(Math.max(from, to));
      // Fifty calls exceed both limits, so a refusal must mean that no seat was left.
      expect(admitted.length).toBeGreaterThanOrEqual(Math.min(from, to));
    },
  );

  it('admits exactly what a raise gives', async () => {
    const userId = await studio.member('alice', { vipLevel: 1 });
    const now = new Date(studio.cloud.cloud.clock.now());
    studio.cloud.collection('works').put(...worksOfToday(userId, 'alice', 50, now));
    const desk = openDesk(studio);
    await desk.adjust({ value: 57 });

    const seen = await Promise.all(times(40).map(() => watched(desk.generate())));

    expect(seen.filter(({ isAdmitted }) => isAdmitted)).toHaveLength(7);
    expect(works()).toBe(57);
  });

  it.each([
    ['free', 0, 'above the free places', (place: number) => place > 10 && place <= 30],
    ['vip', 1, 'far above it', (place: number) => place < 10 || place > 49],
  ])(
    'admits exactly what a lower limit leaves to a %s user (%d) whose works take the seats %s',
    async (_tier, vipLevel, _where, isTaken) => {
      const userId = await studio.member('alice', { vipLevel });
      const now = new Date(studio.cloud.cloud.clock.now());
      // The other works of the day have failed and released their seats.
      const standing = worksOfToday(userId, 'alice', 60, now).filter((_, n) => isTaken(n + 1));
      studio.cloud.collection('works').put(...standing);
      const desk = openDesk(studio);
      await desk.adjust({ value: 25 });

      const seen = await Promise.all(times(40).map(() => watched(desk.generate())));

      expect(standing).toHaveLength(20);
      expect(seen.filter(({ isAdmitted }) => isAdmitted)).toHaveLength(5);
      expect(works()).toBe(25);
    },
  );

  it('keeps the last of many concurrent adjustments, each with its record', async () => {
    await studio.member('alice');
    const desk = openDesk(studio);
    const replies = await Promise.all(
      times(20).map((index) => desk.adjust({ value: 100 + index })),
    );

    const versions = replies.map(({ version }) => version).sort((a, b) => a - b);
    expect(versions).toEqual(times(20).map((index) => index + 1));
    const last = replies.find(({ version }) => version === 20);
    expect(await desk.daily()).toMatchObject({ limit: last?.after });
    expect(desk.overviewRow()).toMatchObject({
      version: 20,
      features: { image_daily: { limit: last?.after } },
    });
    expect(desk.subscription()).toMatchObject({ version: 20, isSynced: true });
    // Each change started from the result of the one before it.
    const chain = [...replies].sort((a, b) => a.version - b.version);
    expect(chain.map(({ before }) => before)).toEqual([
      null,
      ...chain.slice(0, -1).map(({ after }) => after),
    ]);
    expect(desk.audits()).toHaveLength(20);
  });

  it('lets a membership and own limits change concurrently', async () => {
    await studio.member('alice');
    const desk = openDesk(studio);
    const changes = times(10).flatMap((index) => [
      desk.adjust({ feature: 'storage_bytes', value: index }),
      desk.activate('plus', 1),
    ]);
    await Promise.all(changes);

    expect(desk.subscription()).toMatchObject({ planId: 'plus', version: 20, isSynced: true });
    expect(studio.user('alice')).toMatchObject({ vipLevel: 2 });
    const { endAt, startAt } = desk.subscription() as { endAt: Date; startAt: Date };
    expect(endAt.getTime() - startAt.getTime()).toBe(10 * 24 * 3_600_000);
    expect(
      succeeded(await studio.call('root', 'quota', 'resync', { userId: desk.userId })),
    ).toEqual({
      userId: desk.userId,
      repaired: [],
    });
  });
});
