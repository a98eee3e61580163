import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { readBooks, requireInvariants, violations } from '../support/invariants';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

const works = { service: 'database', collection: 'works', function: 'aiGenerate' } as const;
const backup = { service: 'database', collection: 'emergency_backup' } as const;
const minute = 60_000;

describe('a generation that is interrupted', () => {
  let studio: Studio;
  const ask = (requestId = 'r1') =>
    studio.call('alice', 'aiGenerate', 'generate', { requestId, prompt: '雨中的橘猫' });
  const row = () => studio.cloud.collection('works').rows()[0];
  const invoke = (requestId: string) =>
    studio.cloud.report(
      'aiGenerate',
      { action: 'generate', data: { requestId, prompt: '雨中的橘猫' } },
      'alice',
    );

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    await studio.member('alice');
  });
  afterEach(() => requireInvariants(studio.cloud, { settled: true }));

  it.each<[string, FaultRule]>([
    [
      'the insert',
      { service: 'database', collection: 'works', operation: 'add', fault: 'fail-after', times: 1 },
    ],
    [
      'the commit',
      {
        service: 'database',
        operation: 'commit',
        function: 'aiGenerate',
        fault: 'fail-after',
        times: 1,
      },
    ],
    ['the final write', { ...works, operation: 'update', nth: 2, fault: 'fail-after' }],
  ])('is one work and one charge when the answer of %s is lost', async (_what, rule) => {
    studio.cloud.faults([rule]);

    const reply = succeeded(await ask());

    expect(reply).toMatchObject({
      works: [{ status: 'completed', saved: 'works' }],
      remainingCredits: 99,
    });
    expect(studio.cloud.collection('works').count()).toBe(1);
    await studio.sweep();
  });

  it('gives the picture and keeps it in the backup when works cannot be written', async () => {
    studio.cloud.faults([{ ...works, operation: 'update', fault: 'fail-before' }]);

    const reply = succeeded(await ask());

    expect(reply.works).toMatchObject([{ status: 'completed', saved: 'backup' }]);
    expect(studio.cloud.collection('emergency_backup').rows()).toMatchObject([
      {
        backupReason: 'works_collection_save_failed',
        retryCount: 3,
        isRecovered: false,
        work: { imageUrl: reply.works[0]?.imageUrl },
      },
    ]);
    const usage = succeeded(await studio.call('alice', 'aiGenerate', 'getDailyUsage', {}));
    expect(usage.used).toBe(1);
    expect(succeeded(await ask()).works).toMatchObject([{ saved: 'backup', status: 'completed' }]);

    await studio.sweep();

    expect(row()).toMatchObject({
      status: 'completed',
      isRecovered: true,
      imageUrl: reply.works[0]?.imageUrl,
    });
    await studio.sweep();
    expect(studio.user('alice')).toMatchObject({ credits: 99, generateCount: 1 });
  });

  it('gives the picture and writes it to the log when the backup cannot be written either', async () => {
    studio.cloud.faults([
      { ...works, operation: 'update', fault: 'fail-before' },
      { ...backup, operation: 'set', fault: 'fail-before' },
    ]);

    const report = await invoke('r1');

    expect(report).toMatchObject({
      result: { data: { works: [{ status: 'completed', saved: 'none' }] } },
    });
    const line = report.logs
      .map(({ message }) => message)
      .find((text) => text.startsWith('EMERGENCY_RECORD '));
    const record = JSON.parse((line ?? '').slice('EMERGENCY_RECORD '.length)) as Record<
      string,
      unknown
    >;
    expect(record).toMatchObject({ userId: row()?.userId, work: { title: '雨中的橘猫' } });
    expect(line).not.toContain('"alice"');
    await studio.sweep();
    expect(row()).toMatchObject({ status: 'completed' });
  });

  it('counts a backup whose row is missing, and recovers the row', async () => {
    studio.cloud.faults([{ ...works, operation: 'update', fault: 'fail-before' }]);
    await ask();
    studio.cloud.collection('works').empty();

    const usage = succeeded(await studio.call('alice', 'aiGenerate', 'getDailyUsage', {}));

    expect(usage.used).toBe(1);
    await studio.sweep();
    expect(row()).toMatchObject({ status: 'completed', isRecovered: true });
  });

  it('is refused before anything is written when the count cannot be read', async () => {
    studio.cloud.faults([
      { service: 'database', collection: 'works', operation: 'count', fault: 'fail-before' },
    ]);

    expect(refused(await ask())).toMatchObject({ code: 503, error: 'COUNT_UNAVAILABLE' });
    expect(studio.cloud.collection('works').count()).toBe(0);
  });

  it('survives conflicts of its transactions', async () => {
    studio.cloud.faults([
      {
        service: 'database',
        collection: 'users',
        operation: 'update',
        fault: 'conflict',
        times: 3,
      },
    ]);

    expect(succeeded(await ask()).works).toMatchObject([{ status: 'completed' }]);
  });

  it('is failed and refunded by the sweeper when its failure could not be written', async () => {
    studio.zhipu.setRules([{ behaviour: '1301' }]);
    studio.cloud.faults([
      { ...works, operation: 'update', nth: 2, times: 100, fault: 'fail-before' },
    ]);

    expect(refused(await ask())).toMatchObject({ error: 'PICTURE_REFUSED' });
    studio.zhipu.setRules([]);
    await studio.sweep();

    expect(row()).toMatchObject({ status: 'failed', errorCode: 'INTERRUPTED', refundedCredits: 1 });
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
  });

  it('ends saved or refunded wherever the function is killed', async () => {
    const ends = new Set<unknown>();
    for (const vipLevel of [0, 1]) {
      for (let nth = 1; nth <= 16; nth += 1) {
        studio.cloud.cloud.reset({ seed: true });
        await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
        await studio.member('alice', { vipLevel });
        studio.cloud.faults([{ service: 'database', function: 'aiGenerate', nth, fault: 'kill' }]);

        await invoke(`kill-${nth}`);
        await studio.sweep();

        expect(violations(readBooks(studio.cloud), { settled: true })).toEqual([]);
        ends.add(row()?.status);
      }
    }
    expect(ends).toEqual(new Set([undefined, 'failed', 'completed']));
  });

  it.each<[string, FaultRule]>([
    ['the check of the text', { service: 'openapi', function: 'aiGenerate', fault: 'kill' }],
    ['the upload', { service: 'storage', function: 'aiGenerate', fault: 'kill' }],
    ['the request to the provider', { service: 'http', function: 'aiGenerate', fault: 'kill' }],
    ['the download', { service: 'http', function: 'aiGenerate', nth: 2, fault: 'kill' }],
  ])('ends saved or refunded when the function is killed at %s', async (_what, rule) => {
    studio.cloud.faults([rule]);

    await invoke('r1');
    await studio.sweep();

    expect([undefined, 'failed']).toContain(row()?.status);
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
  });

  it('keeps the picture when the answer of the upload is lost', async () => {
    studio.cloud.faults([
      { service: 'storage', function: 'aiGenerate', fault: 'fail-after', times: 1 },
    ]);

    expect(succeeded(await ask()).works).toMatchObject([{ status: 'completed' }]);
  });

  it('refunds when the picture cannot be stored', async () => {
    studio.cloud.faults([{ service: 'storage', function: 'aiGenerate', fault: 'fail-before' }]);

    expect(refused(await ask())).toMatchObject({ code: 502, error: 'PICTURE_NOT_STORED' });
    expect(studio.user('alice')).toMatchObject({ credits: 100 });
  });

  it('ends once with several concurrent sweepers', async () => {
    studio.cloud.faults([{ service: 'storage', function: 'aiGenerate', fault: 'kill' }]);
    await invoke('r1');
    studio.cloud.faults([]);
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 5 * minute });

    await Promise.all([1, 2, 3].map(() => tickNow(studio.cloud)));

    expect(studio.cloud.collection('credit_logs').rows({ kind: 'refund' })).toHaveLength(1);
  });

  it('is not touched while it may still be drawn', async () => {
    studio.zhipu.setRules([{ behaviour: 'slow=1500' }]);
    const drawing = ask();
    const swept = tickNow(studio.cloud);

    await swept;

    expect(succeeded(await drawing).works).toMatchObject([{ status: 'completed' }]);
    studio.zhipu.setRules([]);
  });
});

describe('tick', () => {
  it('does nothing for a phone that calls it', async () => {
    const studio = await openStudio();

    const report = await studio.cloud.report('tick', { Type: 'Timer' }, 'mallory');

    expect(report).toMatchObject({ result: { error: 'FORBIDDEN' } });
    await studio.close();
  });
});
