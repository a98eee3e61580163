import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { followUpMs, fullLookMs } from '../../cloudfunctions/shared/domain/time/due';
import type { Document } from '../../devtools/emulator/database/database';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { createChat } from '../support/chat';
import { openDesk } from '../support/quota-desk';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tick, tickNow } from '../support/tick';

const minute = 60_000;
const diesStoring: FaultRule = { service: 'storage', function: 'aiGenerate', fault: 'kill' };

describe('tick', () => {
  let studio: Studio;
  const rows = (name: string) => studio.cloud.collection(name).rows();
  const next = () => rows('timers')[0] ?? {};
  const at = (offsetMs: number) => studio.cloud.control('PUT', '/local/clock', { offsetMs });
  const now = () => studio.cloud.cloud.clock.now();
  const ask = (requestId = 'r1') =>
    studio.call('alice', 'aiGenerate', 'generate', { requestId, prompt: '雨中的橘猫' });
  const askAndDie = () =>
    studio.cloud.report(
      'aiGenerate',
      { action: 'generate', data: { requestId: 'r1', prompt: '雨中的橘猫' } },
      'alice',
    );

  /** The function dies while it moderates the answer. */
  async function askChatAndDie(): Promise<void> {
    const check = { service: 'openapi', operation: 'security.msgSecCheck', nth: 2 } as const;
    studio.cloud.faults([{ ...check, function: 'chat', fault: 'kill' }]);
    const sent = { action: 'send', data: { messageId: 'm1', text: '你好' } };
    await studio.cloud.report('chat', sent, 'alice');
    studio.cloud.faults([]);
  }

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await at(0);
    await studio.member('alice');
    await studio.member('root', { userType: 'admin' });
    await beQuiet();
  });

  /** Ticks until nothing is due and nothing is announced. */
  async function beQuiet(): Promise<void> {
    await at(-10 * minute);
    await tickNow(studio.cloud);
    await at(-5 * minute);
    await tick(studio.cloud);
    await at(0);
  }

  it('makes one call while nothing is due', async () => {
    const { body } = await studio.cloud.control('POST', '/local/trigger/tick/tick');

    expect(body).toMatchObject({ result: { looks: 0 }, calls: { database: 1, storage: 0 } });
    expect(Number(next()['beatAt'])).toBeGreaterThan(now() - minute);
  });

  it('makes four calls every two hours when there is nothing to do', async () => {
    await at(2 * 60 * minute);
    const { body } = await studio.cloud.control('POST', '/local/trigger/tick/tick');

    expect(body).toMatchObject({ result: { looks: 1, errors: 0 }, calls: { database: 4 } });
  });

  it('ends an interrupted generation once its lease has expired, and not before', async () => {
    studio.cloud.faults([diesStoring]);
    await askAndDie();
    studio.cloud.faults([]);

    await at(minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 0 });
    await at(3 * minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1, failed: 1 });
    expect(studio.user('alice')).toMatchObject({ credits: 100 });
  });

  it('is not needed for the owner of an interrupted generation to see its end', async () => {
    studio.cloud.faults([diesStoring]);
    await askAndDie();
    studio.cloud.faults([]);
    const usage = { action: 'getDailyUsage', data: {} };
    const before = await studio.cloud.report('aiGenerate', usage, 'alice');

    await at(3 * minute);
    const report = await studio.cloud.report('aiGenerate', usage, 'alice');

    expect(before).toMatchObject({ calls: { database: 3 }, result: { data: { used: 1 } } });
    expect(report).toMatchObject({ result: { data: { used: 0 } } });
    expect(rows('works')).toMatchObject([{ status: 'failed', refundedCredits: 1 }]);
  });

  it('ends an interrupted answer once its hold has expired', async () => {
    const chat = createChat(studio);
    await askChatAndDie();

    await at(4 * minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1, answers: 1 });
    expect(chat.answers()).toMatchObject([{ status: 'failed' }]);
  });

  it('is not needed for the owner of an interrupted answer to see its end', async () => {
    const chat = createChat(studio);
    await askChatAndDie();
    await at(4 * minute);

    const [session] = chat.sessions() as { _id: string }[];
    succeeded(await chat.messages(session?._id ?? ''));

    expect(chat.answers()).toMatchObject([{ status: 'failed', text: '' }]);
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'a work that is deleted',
      async () => {
        const [work] = succeeded(await ask()).works;
        await beQuiet();
        return studio.call('alice', 'workManage', 'deleteWork', { workId: work?.workId ?? '' });
      },
    ],
    ['limits that an admin changes', () => openDesk(studio).adjust({ value: 60 })],
    ['a membership that an admin starts', () => openDesk(studio).activate('plus', 1)],
  ])('gets an announcement of %s', async (_what, act) => {
    await act();

    expect(Number(next()['dueAt'])).toBeLessThanOrEqual(now() + minute);
  });

  it('must be announced before anything begins', async () => {
    studio.cloud.faults([{ service: 'database', collection: 'timers', fault: 'fail-before' }]);
    const chat = createChat(studio);
    const heard = studio.zhipu.chats().length;

    expect(refused(await ask())).toMatchObject({ code: 503, error: 'BUSY' });
    expect(refused(await chat.send())).toMatchObject({ error: 'BUSY' });

    expect([rows('works'), chat.rows()]).toEqual([[], []]);
    expect(studio.zhipu.chats()).toHaveLength(heard);
  });

  it('writes one announcement for the deadlines of a minute', async () => {
    await studio.cloud.control('PUT', '/local/clock', { now: '2026-11-21T04:00:00.000Z' });
    await tickNow(studio.cloud);
    succeeded(await ask('r1'));
    const announced = next()['dueAt'];
    succeeded(await ask('r2'));

    expect(announced).toEqual(new Date('2026-11-21T04:02:00.000Z'));
    expect(next()['dueAt']).toEqual(announced);
  });

  it('looks once more after a look that was requested', async () => {
    succeeded(await ask());

    await at(3 * minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1 });
    await at(4 * minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 0 });
    await at(3 * minute + followUpMs);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1 });
    // The watchdog's last look, five minutes after its first.
    await at(8 * minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1 });
    await at(30 * minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 0 });
  });

  it('is followed by another look when it dies in one', async () => {
    studio.cloud.faults([diesStoring]);
    await askAndDie();
    studio.cloud.faults([{ service: 'database', function: 'tick', nth: 5, fault: 'kill' }]);
    await at(3 * minute);
    await studio.cloud.control('POST', '/local/trigger/tick/tick');
    studio.cloud.faults([]);

    await at(4 * minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 0 });
    await at(3 * minute + followUpMs);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1, failed: 1 });
  });

  it('looks once when it is started several times at once', async () => {
    succeeded(await ask());
    await at(3 * minute);

    const summaries = await Promise.all([1, 2, 3].map(() => tick(studio.cloud)));

    expect(summaries.reduce((sum, { looks }) => sum + Number(looks), 0)).toBe(1);
  });

  it.each<[string, Document]>([
    ['lies further ahead than any plan', { lookAt: new Date('2100-01-01T00:00:00Z') }],
    ['cannot be read', { dueAt: 'soon' }],
  ])('looks when its row %s', async (_what, changes) => {
    studio.cloud.collection('timers').put({ ...next(), ...changes });

    expect(await tick(studio.cloud)).toMatchObject({ looks: 1 });
    expect(Number(next()['lookAt'])).toBeLessThanOrEqual(now() + fullLookMs);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 0 });
  });

  it.each<[string, string, () => Document]>([
    [
      'a work whose lease has expired',
      'failed',
      () => put('works', { status: 'pending', seat: 's' }),
    ],
    [
      'a work without a list picture',
      'errors',
      () => put('works', { status: 'completed', seat: 's' }),
    ],
    ['a silent answer', 'answers', () => put('chat_messages', { status: 'streaming' })],
    ['a membership that has ended', 'expired', () => put('user_subscriptions', { planId: 'plus' })],
  ])('finds in a full look what was not announced: %s', async (_what, counted, write) => {
    write();

    await at(minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 0 });
    await at(2 * 60 * minute);
    expect(await tick(studio.cloud)).toMatchObject({ looks: 1, [counted]: 1 });
  });

  /** Stores a row dated yesterday with the required fields of its collection. */
  function put(collection: string, changes: Document): Document {
    const moment = new Date(now() - 24 * 60 * minute);
    const userId = userIdOf('alice');
    const row = {
      ...{ _id: collection === 'user_subscriptions' ? userId : 'x', _openid: 'alice', userId },
      ...{ createdAt: moment, updatedAt: moment, ...ofCollection(collection, moment), ...changes },
    };
    studio.cloud.collection(collection).put(row);
    return row;
  }

  function ofCollection(collection: string, moment: Date): Document {
    if (collection === 'works') {
      const common = { openid: 'alice', type: 'text2img', title: '', originalPrompt: '', cost: 0 };
      return {
        ...common,
        day: '20260101',
        leaseToken: 1,
        leaseUntil: moment,
        thumbnailUrl: '',
        imageUrl: 'cloud://gone/x.png',
        images: [],
        deletedAt: null,
      };
    }
    if (collection === 'chat_messages') {
      return {
        sessionId: 's',
        messageId: 'm',
        role: 'assistant',
        text: '',
        apUsed: 0,
        attempt: 1,
      };
    }
    return {
      status: 'active',
      startAt: moment,
      endAt: moment,
      expiryAt: moment,
      version: 1,
      isSynced: true,
    };
  }

  it('continues with the others when one work fails, and waits longer for it each time', async () => {
    await openDesk(studio).adjust({ value: 60 });
    studio.cloud.collection('user_subscriptions').put({
      ...(rows('user_subscriptions')[0] ?? {}),
      isSynced: false,
    });
    // An unreadable backup fails with every look.
    studio.cloud.collection('emergency_backup').put({ _id: 'work_x', isRecovered: false });

    expect(await tickNow(studio.cloud)).toMatchObject({ synced: 1, errors: 1 });
    const waits: number[] = [];
    for (let look = 1; look <= 4; look += 1) {
      const lookAt = Number(next()['lookAt']);
      waits.push(Math.round((lookAt - now()) / minute));
      await studio.cloud.control('PUT', '/local/clock', { now: new Date(lookAt).toISOString() });
      expect(await tick(studio.cloud)).toMatchObject({ looks: 1, errors: 1 });
    }
    expect(waits).toEqual([1, 2, 4, 8]);
  });
});
