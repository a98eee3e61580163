import { requireInvariants } from '../support/invariants';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

/** A sweeper with a fast clock failed the work, its picture went to the backup, and then the row was lost. */
describe('recovering a work that was failed and refunded before its row was lost', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it('keeps it failed, so that the refund and the work agree', async () => {
    await studio.member('alice');
    const { works } = succeeded(
      await studio.call('alice', 'aiGenerate', 'generate', {
        requestId: 'r1',
        prompt: '海边的灯塔',
      }),
    );
    const workId = works[0]?.workId ?? '';
    const rows = studio.cloud.collection('works');
    const [work = {}] = rows.rows();
    const { userId = null, day = null } = work;
    const user = studio.user('alice');
    const at = new Date(studio.cloud.cloud.clock.now());
    studio.cloud.collection('emergency_backup').put({
      ...{ _id: workId, userId, day, work, isRecovered: false, retryCount: 3, timestamp: at },
      ...{ backupReason: 'works_collection_save_failed', originalError: 'x' },
    });
    studio.cloud.collection('credit_logs').put({
      ...{ _id: `refund:${workId}`, _openid: 'alice', userId, workId, kind: 'refund' },
      ...{ amount: 1, before: 99, after: 100, title: '海边的灯塔', createdAt: at },
    });
    studio.cloud.collection('users').put({ ...user, credits: 100, generateCount: 0 });
    rows.empty();

    const again = await studio.call('alice', 'aiGenerate', 'generate', {
      ...{ requestId: 'r1', prompt: '海边的灯塔' },
    });

    expect(refused(again).error).toBe('INTERRUPTED');

    await studio.sweep();

    expect(rows.rows()).toMatchObject([
      {
        ...{ _id: workId, status: 'failed', errorCode: 'INTERRUPTED', refundedCredits: 1 },
        seat: `released:${workId}`,
      },
    ]);
    expect(studio.cloud.collection('emergency_backup').rows()).toMatchObject([
      { isRecovered: true, recoveryOutcome: 'endedOtherwise' },
    ]);
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
    requireInvariants(studio.cloud, { settled: true });
  });
});
