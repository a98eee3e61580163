import type { Document } from '../../devtools/emulator/database/database';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { archiveKinds, isArchiveTime } from '../../cloudfunctions/shared/domain/archive/archive';
import { fromLines, toLines } from '../../cloudfunctions/shared/data/archive/lines';
import type { ArchivedRow } from '../../cloudfunctions/shared/data/archive/lines';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

/** 03:30 in Beijing. */
const night = new Date('2026-11-29T19:30:00Z');
const month = 30 * 24 * 3_600_000;
const ago = (months: number) => new Date(night.getTime() - months * month);
const alice = userIdOf('alice');

type Planted = Document & { _id: string };

/** A row of this collection, dated `at`. */
function row(collection: string, id: string, at: Date): Planted {
  const common = { _id: id, note: null, nested: { at, list: [1, 'zwei', { at }] } };
  switch (collection) {
    case 'admin_logs':
      return { ...common, runId: 'r', action: 'a', target: 'work_1', createdAt: at };
    case 'payment_events':
      return {
        ...common,
        orderId: 'P1',
        source: 'tick',
        outcome: 'none',
        facts: {},
        createdAt: at,
      };
    case 'task_attempts':
      return { ...common, workId: 'work_1', n: 1, outcome: 'done', startedAt: at, endedAt: at };
    default:
      return {
        ...{ ...common, _openid: 'alice', userId: alice, sessionId: 'gone', messageId: id },
        ...{
          role: 'user',
          text: '你好\n第二行',
          status: 'completed',
          createdAt: at,
          updatedAt: at,
        },
      };
  }
}

describe('lines of archived rows', () => {
  it('bring every value back', () => {
    const rows = [row('chat_messages', 'm1', night), row('task_attempts', 'a', ago(1))];
    expect(fromLines(toLines(rows as ArchivedRow[]))).toEqual(rows);
    expect(() => fromLines(toLines(rows as ArchivedRow[]).slice(0, -9))).toThrow();
  });
});

describe('the archive', () => {
  let studio: Studio;
  type Row = Record<string, unknown> & {
    _id: string;
    path: string;
    collection: string;
    month: string;
  };
  const rows = (name: string, query = {}) => studio.cloud.collection(name).rows(query) as Row[];
  const clock = (now: Date) =>
    studio.cloud.control('PUT', '/local/clock', { now: now.toISOString() });
  const collections = [...archiveKinds.map(({ collection }) => collection), 'chat_messages'];

  /** All archived rows, read from the files of finished archives. */
  const filed = (): ArchivedRow[] =>
    rows('archives', { state: 'done' }).flatMap(({ path }) =>
      fromLines(studio.cloud.cloud.storage.read(path)?.bytes.toString() ?? ''),
    );
  const files = () =>
    studio.cloud.cloud.storage.list().filter(({ path }) => path.startsWith('private/archive/'));
  const idsOf = (some: readonly { _id: string }[]) => some.map(({ _id }) => _id).sort();

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  let planted: Planted[] = [];
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await clock(night);
    planted = [];
    for (const collection of collections) {
      const old = Array.from({ length: 60 }, (_, n) =>
        row(collection, `${collection}_${n}`, ago(n < 10 ? 14 : 15)),
      );
      studio.cloud.collection(collection).put(...old, row(collection, `${collection}_new`, ago(0)));
      planted.push(...old);
    }
    // The new message belongs to a session that still exists.
    studio.cloud.collection('chat_messages').put({
      ...row('chat_messages', 'chat_messages_new', ago(0)),
      sessionId: 'stands',
    });
    const session = {
      _openid: 'alice',
      userId: alice,
      title: '',
      createdAt: ago(9),
      updatedAt: ago(9),
    };
    studio.cloud
      .collection('chat_sessions')
      .put(
        { ...session, _id: 'gone', deletedAt: ago(4) },
        { ...session, _id: 'stands', deletedAt: null },
        { ...session, _id: 'recent', deletedAt: ago(0) },
      );
  });

  it('moves old rows, month by month, and nothing else', async () => {
    const summary = await tickNow(studio.cloud);

    expect(summary).toMatchObject({ errors: 0, archived: planted.length });
    for (const collection of collections) {
      expect(idsOf(rows(collection))).toEqual([`${collection}_new`]);
      expect(idsOf(filed().filter(({ _id }) => _id.startsWith(collection)))).toEqual(
        idsOf(planted.filter(({ _id }) => _id.startsWith(collection))),
      );
    }
    const byId = new Map(filed().map((one) => [one._id, one]));
    for (const one of planted) expect(byId.get(one._id)).toEqual(one);
    expect(
      new Set(rows('archives').map(({ collection, month }) => `${collection} ${month}`)),
    ).toEqual(
      new Set([
        ...['admin_logs', 'payment_events', 'task_attempts'].flatMap((name) => [
          `${name} 202509`,
          `${name} 202510`,
        ]),
        'chat_messages 202608',
      ]),
    );
    expect(rows('archives', { state: 'done', ids: [] })).toHaveLength(rows('archives').length);
    expect(rows('chat_sessions').filter(({ archivedAt }) => archivedAt !== undefined)).toHaveLength(
      1,
    );
    expect(await tickNow(studio.cloud)).toMatchObject({ archived: 0 });
  });

  it('does so at night only', async () => {
    expect(isArchiveTime(night)).toBe(true);
    await clock(new Date('2026-11-29T21:00:00Z'));
    await tickNow(studio.cloud);
    expect([rows('archives'), files()]).toEqual([[], []]);
  });

  it.each<[string, FaultRule]>([
    [
      'the archive is noted',
      { service: 'database', collection: 'archives', operation: 'add', fault: 'kill' },
    ],
    [
      'its path is noted',
      { service: 'database', collection: 'archives', operation: 'update', nth: 1, fault: 'kill' },
    ],
    ['the file is stored', { service: 'storage', nth: 2, fault: 'kill' }],
    ['the file is read back', { service: 'storage', nth: 4, fault: 'kill' }],
    [
      'the file is noted',
      { service: 'database', collection: 'archives', operation: 'update', nth: 2, fault: 'kill' },
    ],
    [
      'the rows are removed',
      { service: 'database', collection: 'admin_logs', operation: 'remove', fault: 'kill' },
    ],
    [
      'the end is noted',
      { service: 'database', collection: 'archives', operation: 'update', nth: 3, fault: 'kill' },
    ],
    [
      'an answer is lost',
      {
        service: 'database',
        collection: 'archives',
        operation: 'update',
        nth: 2,
        fault: 'fail-after',
      },
    ],
  ])('loses nothing and duplicates nothing when it dies as %s', async (_moment, rule) => {
    studio.cloud.faults([{ ...rule, function: 'tick' }]);
    studio.cloud.collection('timers').empty();
    const { body } = await studio.cloud.control('POST', '/local/trigger/tick/tick');
    const isDead = 'error' in (body as object);
    expect(isDead).toBe(rule.fault === 'kill');
    const seen = new Set([...collections.flatMap((name) => idsOf(rows(name)))]);
    const halfway = rows('archives', { state: 'written' }).concat(
      rows('archives', { state: 'done' }),
    );
    for (const { path } of halfway) {
      const bytes = studio.cloud.cloud.storage.read(path)?.bytes.toString() ?? '';
      fromLines(bytes).forEach(({ _id }) => seen.add(_id));
    }
    expect(idsOf(planted).filter((id) => !seen.has(id))).toEqual([]);

    studio.cloud.faults([]);
    for (let again = 0; again < 3; again += 1) await tickNow(studio.cloud);

    expect(idsOf(filed())).toEqual(idsOf(planted));
    expect(collections.flatMap((name) => idsOf(rows(name)))).toHaveLength(collections.length);
    expect(files()).toHaveLength(rows('archives').length);
  });

  it('writes no row twice when two run at once', async () => {
    await Promise.all([tickNow(studio.cloud), tickNow(studio.cloud), tickNow(studio.cloud)]);
    await tickNow(studio.cloud);
    expect(idsOf(filed())).toEqual(idsOf(planted));
  });

  it('deletes the rows of a deleted account', async () => {
    await studio.member('alice');
    await tickNow(studio.cloud);
    expect(rows('archives', { userId: alice })).not.toEqual([]);

    succeeded(
      await studio.call('alice', 'userInfo', 'deleteAccount', { requestId: 'q1', confirm: '注销' }),
    );
    await tickNow(studio.cloud);

    expect(rows('former_users')).toMatchObject([{ state: 'left' }]);
    expect(rows('archives', { userId: alice })).toEqual([]);
    expect(files()).toHaveLength(rows('archives').length);
  });
});
