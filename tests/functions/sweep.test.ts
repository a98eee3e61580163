import type { Document } from '../../devtools/emulator/database/database';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('sweepWorks beside rows that do not fit', () => {
  let studio: Studio;
  let userId: string;
  const works = () => studio.cloud.collection('works');
  const ask = async (requestId: string): Promise<string> => {
    const data = { requestId, prompt: '雨中的橘猫' };
    const reply = succeeded(await studio.call('alice', 'aiGenerate', 'generate', data));
    return String(reply.works[0]?.workId);
  };
  /** As a function that died left it. */
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

  it('ends the others, and says how many it could not', async () => {
    const [spoilt, good] = [await ask('r1'), await ask('r2')];
    interrupt(spoilt, { imageBytes: 1.5 });
    interrupt(good);

    expect(await studio.sweep()).toMatchObject({ completed: 1, errors: 1 });
    expect(works().rows({ _id: good })).toMatchObject([{ status: 'completed' }]);
  });

  it('comes to those behind more broken backups than it takes at once', async () => {
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

  it('makes list pictures beside works that nobody can read, and removes the files of deleted ones', async () => {
    const [spoilt, drawn, deleted] = [await ask('r1'), await ask('r2'), await ask('r3')];
    works().put({ ...works().rows({ _id: spoilt })[0], imageBytes: 'many' });
    studio.cloud.faults([{ service: 'storage', function: 'workManage', fault: 'fail-before' }]);
    succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId: deleted }));
    studio.cloud.faults([]);
    works().put({ ...works().rows({ _id: spoilt })[0], hasFilesToRemove: true, thumbnailUrl: '' });

    expect(await studio.sweep()).toMatchObject({ thumbnails: 1, removed: 1, errors: 2 });
    expect(works().rows({ _id: drawn })[0]?.['thumbnailUrl']).toMatch(/thumb\.jpg$/);
    expect(works().rows({ _id: deleted })).toMatchObject([{ hasFilesToRemove: false }]);
  });
});
