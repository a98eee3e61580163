import { labelPicture } from '../../cloudfunctions/shared/pictures/label';
import type { Document } from '../../devtools/emulator/database/database';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('a sweep among malformed rows', () => {
  let studio: Studio;
  let userId: string;
  const works = () => studio.cloud.collection('works');
  const ask = async (requestId: string): Promise<string> => {
    const data = { requestId, prompt: '雨中的橘猫' };
    const reply = succeeded(await studio.call('alice', 'aiGenerate', 'generate', data));
    return String(reply.works[0]?.workId);
  };
  /** Puts the work into the state left by a function that died. */
  const interrupt = (id: string, more: Document = {}) => {
    const [row] = works().rows({ _id: id });
    works().put({ ...row, status: 'processing', ...more });
  };

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    userId = await studio.member('alice');
  });

  it('ends the other works, and reports how many it could not end', async () => {
    const [spoilt, good] = [await ask('r1'), await ask('r2')];
    interrupt(spoilt, { imageBytes: 1.5 });
    interrupt(good);

    expect(await studio.sweep()).toMatchObject({ completed: 1, errors: 1 });
    expect(works().rows({ _id: good })).toMatchObject([{ status: 'completed' }]);
  });

  it('reaches works behind more broken backups than one page', async () => {
    const good = await ask('r1');
    const [row] = works().rows({ _id: good });
    const backups = studio.cloud.collection('emergency_backup');
    const waiting = (id: string, at: number, work: Document): Document => ({
      ...{ _id: id, userId, day: row?.['day'] ?? null, work, isRecovered: false },
      timestamp: new Date(at),
    });
    for (let index = 0; index < 120; index += 1) {
      backups.put(waiting(`work_broken_${index}`, index, { no: 'work' }));
    }
    backups.put(waiting(good, 10_000, row ?? {}));
    works().put({ ...row, status: 'processing' });

    expect(await studio.sweep()).toMatchObject({ recovered: 1, errors: 120 });
    expect(works().rows({ _id: good })).toMatchObject([{ status: 'completed', isRecovered: true }]);
  });

  it('makes list pictures despite unreadable works, and removes the files of deleted ones', async () => {
    const [spoilt, drawn, deleted] = [await ask('r1'), await ask('r2'), await ask('r3')];
    works().put({ ...works().rows({ _id: spoilt })[0], imageBytes: 'many' });
    studio.cloud.faults([{ service: 'storage', function: 'workManage', fault: 'fail-before' }]);
    succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId: deleted }));
    studio.cloud.faults([]);
    works().put({ ...works().rows({ _id: spoilt })[0], hasFilesToRemove: true, thumbnailUrl: '' });

    expect(await studio.sweep()).toMatchObject({ thumbnails: 1, removed: 1, errors: 2 });
    expect(works().rows({ _id: drawn })[0]?.['thumbnailUrl']).toMatch(/\/thumbnails\//);
    expect(works().rows({ _id: deleted })).toMatchObject([{ hasFilesToRemove: false }]);
  });
});

describe('the picture that the sweep finds for an interrupted work', () => {
  let studio: Studio;
  const works = () => studio.cloud.collection('works');
  const storage = () => studio.cloud.cloud.storage;
  const pathOf = (fileId: unknown) => String(fileId).replace(/^cloud:\/\/[^/]+\//, '');

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    await studio.cloud.control('PUT', '/local/clock', { offsetMs: 0 });
    await studio.member('alice');
  });

  /** A work whose function died right after the upload; resolves to its row and the uploaded bytes. */
  async function interrupted(): Promise<{ row: Document; path: string; bytes: Buffer }> {
    const data = { requestId: 'r1', prompt: '雨中的橘猫' };
    succeeded(await studio.call('alice', 'aiGenerate', 'generate', data));
    const [row = {}] = works().rows();
    const path = pathOf(row['imageUrl']);
    const bytes = storage().read(path)?.bytes ?? Buffer.alloc(0);
    works().put({ ...row, status: 'processing', imageUrl: '', images: [], imageBytes: 0 });
    return { row, path, bytes };
  }

  it('completes the work when it is ours', async () => {
    const { row } = await interrupted();

    expect(await studio.sweep()).toMatchObject({ completed: 1, failed: 0 });
    expect(works().rows()).toMatchObject([{ status: 'completed', imageUrl: row['imageUrl'] }]);
  });

  const unlabelled = (bytes: Buffer) => {
    // Replaces the label's namespace by one of equal length: the file stays valid but has no label.
    const text = bytes.toString('latin1').replaceAll('ns/AIGC/1.0/', 'ns/NONE/1.0/');
    return Buffer.from(text, 'latin1');
  };
  const ofAnother = (bytes: Buffer) =>
    labelPicture(bytes, { contentProducer: 'ai-image-workshop', produceId: 'work_other' });
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['carries no label of ours', unlabelled],
    ['carries the label of another work', ofAnother],
    ['was cut off', (bytes) => bytes.subarray(0, bytes.length - 100)],
    ['is no picture', () => Buffer.from('<html>')],
  ])('is not taken when it %s, and the work is refunded', async (_what, spoil) => {
    const { path, bytes } = await interrupted();
    storage().put(path, 'alice', spoil(bytes));

    expect(await studio.sweep()).toMatchObject({ completed: 0, failed: 1 });
    expect(works().rows()).toMatchObject([{ status: 'failed', refundedCredits: 1 }]);
    expect(studio.user('alice')).toMatchObject({ credits: 100 });
  });

  it('is not looked for in places where users can upload', async () => {
    const { row, path, bytes } = await interrupted();
    storage().remove([row['imageUrl'] as string]);
    storage().put(`works/${row['userId'] as string}/${row['_id'] as string}.png`, 'alice', bytes);

    expect(path).toMatch(/-[0-9a-f]{32}\.png$/);
    expect(await studio.sweep()).toMatchObject({ completed: 0, failed: 1 });
  });

  it('is found at the old path for a row of the older shape', async () => {
    const { bytes } = await interrupted();
    const { pathToken: _token, ...row } = works().rows()[0] ?? {};
    works().empty();
    works().put(row);
    storage().put(`works/${row['userId'] as string}/${row['_id'] as string}.png`, null, bytes);

    expect(await studio.sweep()).toMatchObject({ completed: 1, failed: 0 });
  });
});
