import type { Document } from '../../devtools/emulator/database/database';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { sample } from '../pictures/samples';
import { eventually } from '../support/eventually';
import { requireInvariants } from '../support/invariants';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';
import { tickNow } from '../support/tick';

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
/** The second read of the backup, right after the row was taken over; the first one, for all works, came earlier. */
const sweeperDies: FaultRule = {
  service: 'database',
  function: 'tick',
  collection: 'emergency_backup',
  operation: 'get',
  nth: 2,
  fault: 'kill',
};

const pictures = ({ cloud }: Studio): string[] =>
  cloud.cloud.storage
    .list()
    .map(({ path }) => path)
    .filter((path) => path.startsWith('works/'));

describe('a picture whose work a sweep takes over while it is drawn', () => {
  let studio: Studio;
  /** The provider answers when this settles, so its picture always comes after the sweep, even on a slow machine. */
  let swept: Promise<void>;
  /** Called when the download of the picture begins; from then on the function's timeouts use the machine's clock. */
  let onDownload: () => void = () => undefined;
  const row = () => studio.cloud.collection('works').rows()[0];
  const ask = () =>
    studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt: '雨中的橘猫' });

  beforeAll(async () => {
    studio = await openStudio({}, async () => {
      onDownload();
      await swept;
      return sample('rgb.png');
    });
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    swept = Promise.resolve();
    await studio.member('alice');
  });
  afterEach(() => requireInvariants(studio.cloud, { settled: true }));

  /** Runs a sweep whose clock is fast; the clock is right before and after it. */
  async function sweep(aheadMs = 5 * minute): Promise<void> {
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: aheadMs });
    await tickNow(studio.cloud);
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
  }

  /** Waits until the lease of the dead sweep has expired too. */
  async function settle(): Promise<void> {
    studio.cloud.faults([]);
    await sweep(10 * minute);
  }

  /** Resolves to the reply that the phone gets. */
  async function drawAndSweep(rules: FaultRule[]): ReturnType<typeof ask> {
    let release: () => void = () => undefined;
    swept = new Promise((resolve) => (release = resolve));
    const downloading = new Promise<void>((resolve) => (onDownload = resolve));
    const drawing = ask();
    await downloading;
    await eventually(() => expect(row()).toMatchObject({ status: 'processing' }));
    studio.cloud.faults(rules);
    await sweep();
    release();
    return drawing;
  }

  it('is not promised when the work was marked as failed, and costs nothing', async () => {
    const reply = await drawAndSweep([noRecord]);

    expect(refused(reply)).toMatchObject({ code: 502, error: 'INTERRUPTED' });
    await settle();
    expect(row()).toMatchObject({ status: 'failed', refundedCredits: 1 });
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
    expect(pictures(studio)).toEqual([]);
    expect(studio.cloud.collection('user_storage_usage').rows()).toMatchObject([
      { usedBytes: 0, fileCount: 0 },
    ]);
  });

  it('is shown and not promised when the sweep may have missed the backup, and is kept and paid once', async () => {
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

  it('is not recorded by the late holder, and completed by the next sweep', async () => {
    const reply = succeeded(await drawAndSweep([sweeperDies]));

    expect(reply.works).toMatchObject([{ status: 'processing', saved: 'none' }]);
    expect(row()).toMatchObject({ status: 'processing', leaseToken: 2 });
    await settle();
    expect(row()).toMatchObject({ status: 'completed', imageUrl: reply.works[0]?.imageUrl });
    expect(studio.user('alice')).toMatchObject({ credits: 99, generateCount: 1 });
  });
});

describe('the lease of a work', () => {
  let studio: Studio;
  let now: number;
  const works = () => studio.cloud.collection('works');
  const row = () => works().rows()[0];
  const sweep = async () => {
    return tickNow(studio.cloud);
  };
  /** Puts the work into the state left by a function that died before it stored the picture. */
  const interrupt = (changes: Document) => {
    const { leaseToken: _token, leaseUntil: _until, ...rest } = row() ?? {};
    const { storage } = studio.cloud.cloud;
    storage.remove([rest['imageUrl'] as string]);
    works().empty();
    works().put({ ...rest, status: 'processing', imageUrl: '', images: [], ...changes });
  };

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    await studio.member('alice');
    now = studio.cloud.cloud.clock.now();
    const data = { requestId: 'r1', prompt: '雨中的橘猫' };
    succeeded(await studio.call('alice', 'aiGenerate', 'generate', data));
  });

  it('lasts as long as the function may run, and a margin', () => {
    const { leaseUntil, createdAt } = row() ?? {};
    expect(Number(leaseUntil) - Number(createdAt)).toBe(90_000);
    expect(row()).toMatchObject({ leaseToken: 1 });
  });

  type Case = { leaseMs?: number; ageMs: number; type?: string; failed: number };
  const old = 3_600_000;
  it.each<[string, Case]>([
    [
      'a live one is left alone, however old the work is',
      { leaseMs: 30_000, ageMs: old, failed: 0 },
    ],
    ['one that has expired is taken over', { leaseMs: -1, ageMs: 1_000, failed: 1 }],
    [
      'one that a wrong clock wrote far ahead binds nobody',
      { leaseMs: 300_000, ageMs: 0, failed: 1 },
    ],
    ['a young row of the older shape is left alone', { ageMs: 60_000, failed: 0 }],
    ['a row of the older shape is judged by its age', { ageMs: 130_000, failed: 1 }],
    [
      'a work of a task is left to its job',
      { leaseMs: -1, ageMs: old, type: 'photography', failed: 0 },
    ],
    ['a work of a task without a lease is, too', { ageMs: old, type: 'fitting', failed: 0 }],
  ])('%s', async (_what, { leaseMs, ageMs, type = 'text2img', failed }) => {
    const leaseUntil = new Date(now + (leaseMs ?? 0));
    interrupt({
      ...{ type, createdAt: new Date(now - ageMs) },
      ...(leaseMs === undefined ? {} : { leaseToken: 1, leaseUntil }),
    });

    expect(await sweep()).toMatchObject({ failed, completed: 0, errors: 0 });
    expect(row()?.['status']).toBe(failed === 1 ? 'failed' : 'processing');
  });

  it.each<[string, (workId: string) => Promise<unknown>]>([
    ['the list', () => studio.call('alice', 'workManage', 'getWorks', {})],
    ['the work', (workId) => studio.call('alice', 'workManage', 'getWork', { workId })],
    ['the history', () => studio.call('alice', 'aiGenerate', 'getHistory', {})],
    ['the usage', () => studio.call('alice', 'aiGenerate', 'getDailyUsage', {})],
    [
      'the same request',
      () =>
        studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt: '雨中的橘猫' }),
    ],
  ])('that has expired ends the work when its owner asks for %s', async (_what, ask) => {
    interrupt({ leaseToken: 1, leaseUntil: new Date(now - 1) });

    const reply = await ask(row()?.['_id'] as string);

    expect(row()).toMatchObject({ status: 'failed', errorCode: 'INTERRUPTED', leaseToken: 2 });
    expect(studio.user('alice')).toMatchObject({ credits: 100, generateCount: 0 });
    expect(JSON.stringify(reply)).toMatch(/INTERRUPTED|"used":0/);
  });

  it('that is alive stays when its owner asks', async () => {
    interrupt({ leaseToken: 1, leaseUntil: new Date(now + 60_000) });

    const { works: shown } = succeeded(await studio.call('alice', 'workManage', 'getWorks', {}));

    expect(shown).toMatchObject([{ status: 'processing' }]);
    expect(row()).toMatchObject({ status: 'processing', leaseToken: 1 });
  });
});

describe('a picture whose record cannot be written', () => {
  it('is shown and not promised while the state of its row is unknown', async () => {
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

describe('a picture whose upload was never answered', () => {
  it('is removed, as its work has failed', async () => {
    const studio = await openStudio();
    await studio.member('alice');
    const unheard = { service: 'storage', function: 'aiGenerate', operation: 'upload' } as const;
    studio.cloud.faults([{ ...unheard, fault: 'fail-after' }]);

    refused(
      await studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt: '橘猫' }),
    );
    expect(pictures(studio)).toHaveLength(1);
    await studio.sweep();

    expect(pictures(studio)).toEqual([]);
    expect(studio.cloud.collection('works').rows()).toMatchObject([
      { status: 'failed', errorCode: 'PICTURE_NOT_STORED', hasFilesToRemove: false },
    ]);
    requireInvariants(studio.cloud, { settled: true });
    await studio.close();
  });
});

describe('a picture whose upload was not answered, while its failure cannot be recorded', () => {
  it('is not reported as failed, because the next sweep completes the work', async () => {
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
