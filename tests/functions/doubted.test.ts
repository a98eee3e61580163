import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { requireInvariants } from '../support/invariants';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const minute = 60_000;
const inGeneration = { service: 'database', function: 'aiGenerate' } as const;
const noRecord: FaultRule = {
  ...inGeneration,
  collection: 'works',
  operation: 'update',
  fault: 'fail-before',
};
const noBackup: FaultRule = {
  ...inGeneration,
  collection: 'emergency_backup',
  fault: 'fail-before',
};
/** The look for a backup, right after the row was doubted; the look at all of them came before. */
const sweeperDies: FaultRule = {
  service: 'database',
  function: 'sweepWorks',
  collection: 'emergency_backup',
  operation: 'get',
  nth: 2,
  fault: 'kill',
};

describe('a picture whose work a sweeper takes for interrupted while it is drawn', () => {
  let studio: Studio;
  const row = () => studio.cloud.collection('works').rows()[0];
  const ask = () =>
    studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt: '雨中的橘猫' });

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.zhipu.setRules([{ behaviour: 'slow=1500' }]);
    await studio.member('alice');
  });
  afterEach(() => requireInvariants(studio.cloud, { settled: true }));

  /** The clock is fast as long as the sweeper runs, and right for everybody else. */
  async function sweep(): Promise<void> {
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 5 * minute });
    await studio.cloud.control('POST', '/local/trigger/sweepWorks/everyMinute');
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
  }

  async function settle(): Promise<void> {
    studio.cloud.faults([]);
    await sweep();
  }

  /** Answers with what the phone is told. */
  async function drawAndSweep(rules: FaultRule[]): ReturnType<typeof ask> {
    const drawing = ask();
    while (row()?.status !== 'processing') await new Promise((resolve) => setTimeout(resolve, 5));
    studio.cloud.faults(rules);
    await sweep();
    return drawing;
  }

  it('is not promised when the work was failed, and nothing is paid', async () => {
    const reply = await drawAndSweep([noRecord]);

    expect(refused(reply)).toMatchObject({ code: 502, error: 'INTERRUPTED' });
    await settle();
    expect(row()).toMatchObject({ status: 'failed', refundedCredits: 1 });
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
  });

  it('is shown and not promised when the sweeper may have missed the backup, and is kept and paid once', async () => {
    const reply = succeeded(await drawAndSweep([noRecord, sweeperDies]));

    expect(reply.works).toMatchObject([
      {
        status: 'processing',
        saved: 'backup',
        imageUrl: expect.stringMatching(/^cloud:/) as string,
      },
    ]);
    expect(succeeded(await ask()).works).toMatchObject([{ status: 'processing' }]);
    await settle();
    expect(row()).toMatchObject({ status: 'completed', imageUrl: reply.works[0]?.imageUrl });
    expect(succeeded(await ask()).works).toMatchObject([{ status: 'completed', saved: 'works' }]);
    expect(studio.user('alice')).toMatchObject({ credits: 99, generateCount: 1 });
  });

  it('is found in the storage when not even the backup could be written', async () => {
    const reply = succeeded(await drawAndSweep([noRecord, noBackup, sweeperDies]));

    expect(reply.works).toMatchObject([{ status: 'processing', saved: 'none' }]);
    await settle();
    expect(row()).toMatchObject({ status: 'completed', imageUrl: reply.works[0]?.imageUrl });
  });

  it('is completed as if nothing had been when its record can be written in time', async () => {
    const reply = succeeded(await drawAndSweep([sweeperDies]));

    expect(reply.works).toMatchObject([{ status: 'completed', saved: 'works' }]);
    await settle();
  });
});

describe('a picture whose record cannot be written', () => {
  it('is shown and not promised while nobody can tell how its row stands', async () => {
    const studio = await openStudio();
    await studio.member('alice');
    studio.cloud.faults([noRecord, { ...noRecord, operation: 'get' }]);

    const reply = succeeded(
      await studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt: '橘猫' }),
    );

    expect(reply.works).toMatchObject([{ status: 'processing', saved: 'backup' }]);
    await studio.close();
  });
});

describe('a picture whose upload was not answered, while its failure cannot be recorded', () => {
  it('is not said to have failed, as whoever finds it completes the work', async () => {
    const studio = await openStudio();
    await studio.member('alice');
    const unheard = { service: 'storage', function: 'aiGenerate', operation: 'upload' } as const;
    studio.cloud.faults([noRecord, { ...unheard, fault: 'fail-after' }]);

    const reply = succeeded(
      await studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt: '橘猫' }),
    );
    await studio.sweep();

    expect(reply.works).toMatchObject([{ status: 'processing' }]);
    expect(studio.cloud.collection('works').rows()).toMatchObject([{ status: 'completed' }]);
    requireInvariants(studio.cloud, { settled: true });
    await studio.close();
  });
});
