import { createHash } from 'node:crypto';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { encodeJpeg } from '../../cloudfunctions/shared/pictures/jpeg-encode';
import type { Studio } from './studio';

/** A striped photo; another `seed` makes a different one. */
export function photo(width: number, height: number, seed = 1): Buffer {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < data.length; at += 4) {
    const x = (at / 4) % width;
    const y = Math.floor(at / 4 / width);
    data.set([(x * seed) % 256, (y * 2) % 256, (seed * 40) % 256, 255], at);
  }
  return encodeJpeg({ width, height, data }, 80);
}

export const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
export const md5Of = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');

export const shirt = photo(400, 500, 3);
export const portrait = photo(360, 480, 5);

export type AssetDesk = ReturnType<typeof createAssetDesk>;

/** A user's photos, and access to their files, rows and storage counts. */
export function createAssetDesk(studio: () => Studio, who = 'alice') {
  const userId = userIdOf(who);
  const storage = () => studio().cloud.cloud.storage;
  const rows = (collection: string, query = {}) =>
    studio().cloud.collection(collection).rows(query);
  const desk = {
    userId,
    rows,
    paths: (folder: string) =>
      storage()
        .list()
        .map(({ path }) => path)
        .filter((path) => path.startsWith(folder)),
    uploads: () => desk.paths(`uploads/${userId}/`),
    copies: () => desk.paths(`private/assets/${userId}/`),
    read: (path: string) => storage().read(path)?.bytes ?? Buffer.alloc(0),
    put: (bytes: Buffer, name = 'photo.jpg', of = userId) =>
      storage().put(`uploads/${of}/${name}`, who, bytes),
    resolve: (bytes: Buffer, kind: 'garment' | 'person' = 'garment') =>
      studio().call(who, 'storage', 'resolveAsset', {
        ...{ sha256: sha256Of(bytes), bytes: Math.max(1, bytes.length), kind },
      }),
    /** Registers an upload; its verdict is still pending. */
    submit: (fileId: string, bytes: Buffer, kind: 'garment' | 'person' = 'garment') =>
      studio().call(who, 'storage', 'registerAsset', {
        ...{ fileId, kind, digest: sha256Of(bytes) },
        ...(kind === 'person' ? { consentVersion: '2026-11' } : {}),
      }),
    /** Uploads and registers a photo, and its verdict arrives. */
    register: async (bytes: Buffer, kind: 'garment' | 'person' = 'garment') => {
      const reply = await desk.submit(desk.put(bytes), bytes, kind);
      await desk.deliverVerdicts();
      return reply;
    },
    list: (kind: 'garment' | 'person' = 'garment') =>
      studio().call(who, 'storage', 'listAssets', { kind }),
    remove: (assetId: string) => studio().call(who, 'storage', 'removeAsset', { assetId }),
    asset: () => rows('assets', { userId })[0] ?? {},
    usage: () => rows('user_storage_usage', { _id: userId })[0] ?? { usedBytes: 0, fileCount: 0 },
    /** Delivers all pending pushes. */
    deliverVerdicts: async () => {
      const { outbox, pushes } = studio().cloud.cloud;
      for (const { id, dueAt } of outbox.list()) if (dueAt !== null) await pushes.redeliver(id);
      await pushes.settled();
    },
    /** Asserts that every file belongs to a row and that all of them are counted. */
    expectConsistent: () => {
      const kept = rows('assets', { userId }).filter(
        ({ filesRemovedAt, stage }) => filesRemovedAt === null && stage !== 'begun',
      );
      const files = kept.flatMap((row) => [
        `private/assets/${userId}/${row._id as string}.jpg`,
        `private/assets/${userId}/${row._id as string}.thumb.jpg`,
      ]);
      const bytes = files.reduce((sum, path) => sum + desk.read(path).length, 0);
      expect(desk.copies().sort()).toEqual(files.sort());
      expect(desk.usage()).toMatchObject({ usedBytes: bytes, fileCount: files.length });
      expect(desk.uploads()).toEqual([]);
    },
  };
  return desk;
}
