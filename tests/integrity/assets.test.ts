import { findAssetProblems } from '../../cloudfunctions/shared/integrity/checks/assets';
import { now, openArchive } from './archive';
import type { Archive } from './archive';

describe('the check of photos and messages', () => {
  let archive: Archive;
  const userId = 'user_ann';
  const asset = {
    ...{ _id: 'asset_1', userId, openid: 'ann', kind: 'garment', bytes: 40, thumbnailBytes: 5 },
    ...{ width: 300, height: 300, fileId: 'cloud://a.b/1', thumbnailFileId: 'cloud://a.b/2' },
    ...{ status: 'usable', stage: 'submitted', createdAt: now, dueAt: null, version: 1 },
  };
  const passed = { _id: 'asset:asset_1', state: 'pass' };
  const consent = { _id: 'c', userId, templateId: 't', accepts: 3, sends: 1, lost: 1, balance: 1 };
  const paths = [
    `private/assets/${userId}/asset_1.jpg`,
    `private/assets/${userId}/asset_1.thumb.jpg`,
    'private/avatars/other.jpg',
  ];
  const put = (collection: string, row: { _id: string }) =>
    archive.cloud.collection(collection).put(row);
  const find = async (files = paths, missing: string[] = []) =>
    (
      await findAssetProblems(archive.connection.database, {
        ...{ mode: 'full', now, clock: archive.clock },
        findMissing: (ids) => Promise.resolve(ids.filter((id) => missing.includes(id))),
        listFiles: () => Promise.resolve(files),
      })
    ).map(({ problem, id }) => `${problem} ${id}`);

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());
  beforeEach(() => {
    archive.cloud.cloud.reset({ seed: false });
    put('assets', asset);
    put('moderations', passed);
    put('subscribe_consents', consent);
  });

  it('finds nothing where everything is right', async () => {
    put('asset_uses', { _id: 'asset_1:task', assetId: 'asset_1', taskId: 'task', userId } as never);

    expect(await find()).toEqual([]);
  });

  it.each<[string, string, { _id: string } & Record<string, unknown>]>([
    ['stuckAsset asset_1', 'assets', { ...asset, dueAt: new Date(now.getTime() - 3_600_000) }],
    ['unmoderatedAsset asset_1', 'moderations', { ...passed, state: 'checking' }],
    [
      'useWithoutAsset gone:task',
      'asset_uses',
      { _id: 'gone:task', assetId: 'gone', taskId: 'task', userId },
    ],
    ['consentBalance c', 'subscribe_consents', { ...consent, balance: 2 }],
    [
      'stuckMessage task:done',
      'message_outbox',
      {
        ...{ _id: 'task:done', userId, openid: 'ann', template: 'taskEnded', state: 'waiting' },
        ...{ words: { title: '', result: '' }, createdAt: now, dueAt: new Date(0) },
      },
    ],
  ])('finds %s', async (expected, collection, row) => {
    put(collection, row);

    expect(await find()).toEqual([expected]);
  });

  it('finds files that are missing, and files that no photo has', async () => {
    expect(await find(paths, ['cloud://a.b/2'])).toEqual(['assetFileMissing asset_1']);
    expect(await find([...paths, `private/assets/${userId}/asset_9.jpg`])).toEqual([
      'fileWithoutAsset asset_9',
    ]);
    put('assets', { ...asset, filesRemovedAt: now } as never);
    expect(await find()).toEqual(['fileWithoutAsset asset_1', 'fileWithoutAsset asset_1']);
  });
});
