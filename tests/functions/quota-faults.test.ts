import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { keepState } from '../support/cloud';
import { openDesk } from '../support/quota-desk';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const noon = '2026-11-21T04:00:00.000Z';
const maxCalls = 60;
const notSynced: FaultRule = {
  ...{ service: 'database', collection: 'quota_overviews', fault: 'fail-before' },
};

describe('a change of quotas that is interrupted', () => {
  let studio: Studio;
  const desk = () => openDesk(studio);

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  let beginAgain: (() => void) | null = null;

  async function begin(): Promise<void> {
    studio.cloud.faults([]);
    if (beginAgain === null) await prepare();
    beginAgain ??= keepState(studio.cloud);
    beginAgain();
  }

  async function prepare(): Promise<void> {
    studio.cloud.cloud.reset({ seed: true });
    await desk().moveTo(noon);
    await studio.member('alice');
    await studio.member('root', { userType: 'admin' });
    // Creates the row with the copy of the storage limit, and an overview that the change has to replace.
    studio.cloud.collection('user_storage_usage').put({ _id: desk().userId, usedBytes: 5 });
    await desk().adjust({ feature: 'storage_bytes', value: 7, requestId: 'before' });
  }

  /** The cloud ends open transactions of a killed function after 30 s. */
  function forgetTransactions(): void {
    const { database } = studio.cloud.cloud;
    database.import([...database.export()]);
  }

  const versionNow = () => Number(desk().subscription()?.['version']);

  /** Contradictions between the rows of a change: all of them must agree on whether it happened. */
  function contradictions(): string[] {
    const { audits, overviewRow, subscription, userId } = desk();
    const version = versionNow();
    const records = audits().filter((row) => row['userId'] === userId).length;
    const shown = Number(overviewRow()?.['version']);
    const isSynced = subscription()?.['isSynced'] === true;
    const level = subscription()?.['status'] === 'active' ? 2 : 0;
    const copied = Number(studio.user('alice')['vipLevel']);
    return [
      ...(records === version ? [] : [`${records} records of version ${version}`]),
      ...(shown <= version ? [] : [`version ${shown} is shown of ${version}`]),
      ...(isSynced && shown !== version ? [`synced at ${version}, but shows ${shown}`] : []),
      ...(copied === level ? [] : [`the copy of level ${level} is ${copied}`]),
    ];
  }

  const changes = {
    adjust: { feature: 'storage_bytes', value: 9, reason: '补偿', requestId: 'same' },
    activatePlan: { planId: 'plus', days: 3, reason: '线下购买', requestId: 'same' },
  };
  type Reply = { code: number; data: { isReplay: boolean; isSynced: boolean } | null };

  it.each(
    (['adjust', 'activatePlan'] as const).flatMap((action) =>
      (['fail-before', 'fail-after', 'kill', 'conflict'] as const).map(
        (fault) => [action, fault] as const,
      ),
    ),
  )('%s happens once and as a whole with %s at any of its calls', async (action, fault) => {
    const data = { ...changes[action] };
    const ask = () =>
      studio.cloud.report('quota', { action, data: { ...data, userId: desk().userId } }, 'root');
    let calls = 0;
    for (let nth = 1; nth < maxCalls; nth += 1) {
      await begin();
      studio.cloud.faults([{ service: 'database', function: 'quota', nth, fault }]);
      const report = await ask();
      const hasStruck = (studio.cloud.cloud.faults.list()[0]?.fired ?? 0) > 0;
      studio.cloud.faults([]);
      forgetTransactions();
      const first = 'result' in report ? (report.result as Reply) : null;
      const version = versionNow();
      expect(contradictions()).toEqual([]);
      expect(first?.code !== 200 || version === 2).toBe(true);

      const again = (await ask()) as { result: Reply };
      const { isReplay: _, isSynced: __, ...told } = first?.data ?? {};
      expect(again.result).toMatchObject({
        code: 200,
        data: { ...told, version: 2, isReplay: version === 2, isSynced: true },
      });
      expect(contradictions()).toEqual([]);
      expect(desk().subscription()).toMatchObject({ version: 2, isSynced: true });
      calls = nth;
      if (!hasStruck) break;
    }
    // The loop has struck all calls: reading the admin and the plans, the change, and the derived rows.
    expect(calls).toBeGreaterThan(12);
    expect(calls).toBeLessThan(maxCalls - 1);
  });

  it('is in force although no derived row could be written, and says so', async () => {
    await begin();
    studio.cloud.faults([notSynced]);
    const reply = await desk().adjust({ value: 3 });

    expect(reply).toMatchObject({ effectiveAfter: 3, isSynced: false, isReplay: false });
    expect(await desk().daily()).toMatchObject({ limit: 3 });
    expect(await desk().state('image_daily')).toMatchObject({ limit: 3, source: 'override' });
    expect(desk().overviewRow()).toMatchObject({ version: 1 });
    expect(desk().subscription()).toMatchObject({ version: 2, isSynced: false });
  });

  it.each([
    ['the next look of the user', () => desk().overview()],
    [
      'the next look of an admin',
      () => studio.call('root', 'quota', 'getUserOverview', { userId: desk().userId }),
    ],
    ['the timer', () => desk().syncByTimer()],
    ['the same request', () => desk().adjust({ value: 3, requestId: 'late' })],
    ['an admin', () => studio.call('root', 'quota', 'resync', { userId: desk().userId })],
  ])('is repaired by %s', async (_who, repair) => {
    await begin();
    studio.cloud.faults([notSynced]);
    await desk().adjust({ value: 3, requestId: 'late' });
    studio.cloud.faults([]);
    await repair();

    expect(desk().overviewRow()).toMatchObject({
      version: 2,
      features: { image_daily: { limit: 3, source: 'override' } },
    });
    expect(desk().subscription()).toMatchObject({ isSynced: true });
    const { repaired } = succeeded(
      await studio.call('root', 'quota', 'resync', { userId: desk().userId }),
    );
    expect(repaired).toEqual([]);
  });
});
