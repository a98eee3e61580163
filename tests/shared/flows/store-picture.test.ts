import { createPlainDrawings } from '../../../devtools/providers/painter/drawings';
import { startZhipu } from '../../../devtools/providers/zhipu/server';
import type { ZhipuStub } from '../../../devtools/providers/zhipu/server';
import type { Clock } from '../../../cloudfunctions/shared/domain/time/clock';
import type { Work } from '../../../cloudfunctions/shared/domain/work/work';
import { storePicture } from '../../../cloudfunctions/shared/flows/generation/store';
import type { StoreNeeds } from '../../../cloudfunctions/shared/flows/generation/store';
import { createPictureDownload } from '../../../cloudfunctions/shared/providers/http/picture-download';
import { createZhipu } from '../../../cloudfunctions/shared/providers/zhipu/image';

describe('storing the picture of a work', () => {
  const startedAt = Date.parse('2026-11-28T12:00:00Z');
  const work = { id: 'work_1', userId: 'user_1', fileToken: 'f'.repeat(32) } as unknown as Work;
  let zhipu: ZhipuStub;
  let nowMs = startedAt;
  let waits: number[] = [];
  let uploads: number[] = [];
  let failUploads = 0;
  const clock: Clock = {
    now: () => new Date(nowMs),
    random: () => 0.5,
    sleep(ms) {
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };

  beforeAll(async () => {
    zhipu = await startZhipu({
      ...{ apiKeys: ['key.secret'], latencyMs: 0, now: () => nowMs },
      drawings: createPlainDrawings(),
    });
  });
  afterAll(() => zhipu.close());
  beforeEach(() => {
    zhipu.setRules([]);
    [nowMs, waits, uploads, failUploads] = [startedAt, [], [], 0];
  });

  function needs(behaviour: string): StoreNeeds {
    // Only the tests of a silent host should time out; elsewhere a busy machine must not look like one.
    const timeoutMs = behaviour.includes('hang') ? 1_000 : 30_000;
    const silent = () => undefined;
    return {
      clock,
      log: { info: silent, warn: silent, error: silent, alarm: silent },
      files: {
        upload(path, bytes) {
          uploads.push(bytes.length);
          if (uploads.length <= failUploads) return Promise.reject(new Error('storage'));
          return Promise.resolve(`cloud://env.bucket/${path}`);
        },
      },
      providers: { downloadPicture: createPictureDownload([new URL(zhipu.url).origin], timeoutMs) },
      settings: { contentProducer: 'ai-image-workshop' },
    };
  }

  /** Stores one picture of the vendor within `timeMs`. */
  async function store(behaviour: string, timeMs = 20_000): Promise<{ imageUrl: string }> {
    if (behaviour !== '') zhipu.setRules([{ behaviour }]);
    const account = { apiKey: 'key.secret', baseUrl: zhipu.url };
    const drawn = await createZhipu(account).start(
      {
        ...{ capability: 'text2img', model: 'cogview-4', mode: 'sync', prompt: '猫' },
        ...{ size: '512x512', quality: 'standard', anonymousUserId: 'user-0123' },
      },
      { timeoutMs: 30_000 },
    );
    if (drawn.state !== 'done') throw new Error(`The stub answered ${drawn.state}.`);
    const url = drawn.pictures[0]?.url ?? '';
    return storePicture(work, url, needs(behaviour), new Date(startedAt + timeMs));
  }

  it('downloads once and uploads once when nothing fails', async () => {
    expect((await store('')).imageUrl).toContain('cloud://env.bucket/works/user_1/');
    expect([waits, uploads.length]).toEqual([[], 1]);
  });

  it.each(['late-404', 'late-403', 'late-503', 'late-hang', 'late-cut'])(
    'waits 1, 2 and 4 seconds for a picture that is %s three times, and never draws again',
    async (behaviour) => {
      const before = zhipu.requests().length;

      await store(`${behaviour}=3`);

      expect(waits).toEqual([1_000, 2_000, 4_000]);
      expect(uploads).toHaveLength(1);
      expect(zhipu.requests().slice(before)).toHaveLength(1);
    },
  );

  it('finds a picture that arrives 1.5 seconds after its address', async () => {
    await store('url-late=1500');

    expect(waits).toEqual([1_000, 2_000]);
  });

  it.each(['dead-url', 'expired-url', 'url-500', 'url-hang', 'url-cut'])(
    'gives up after four downloads when the picture stays away: %s',
    async (behaviour) => {
      await expect(store(behaviour)).rejects.toMatchObject({ failure: 'PICTURE_NOT_STORED' });
      expect([waits, uploads]).toEqual([[1_000, 2_000, 4_000], []]);
    },
  );

  it('begins no download after the deadline', async () => {
    await expect(store('late-404=3', 6_000)).rejects.toMatchObject({
      failure: 'PICTURE_NOT_STORED',
    });
    expect(waits).toEqual([1_000, 2_000]);
  });

  it.each(['html-picture', 'garbage', 'truncated'])(
    'downloads once more when the bytes are not a picture: %s',
    async (behaviour) => {
      await expect(store(behaviour)).rejects.toMatchObject({ failure: 'PICTURE_NOT_STORED' });
      expect([waits, uploads]).toEqual([[1_000], []]);
    },
  );

  it.each(['url-redirect', 'huge'])('refuses at once what may not be taken: %s', async (what) => {
    await expect(store(what)).rejects.toMatchObject({ failure: 'PICTURE_NOT_STORED' });
    expect([waits, uploads]).toEqual([[], []]);
  });

  it('uploads again when our own storage fails, without another download', async () => {
    failUploads = 2;
    await store('late-404=0');

    expect([waits, uploads.length]).toEqual([[300, 600], 3]);
  });
});
