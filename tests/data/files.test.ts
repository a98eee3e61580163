import { createFiles } from '../../cloudfunctions/shared/data/core/files';
import type { StorageSdk } from '../../cloudfunctions/shared/data/core/files';
import { createMissingFiles } from '../../cloudfunctions/shared/data/core/missing-files';

const prefix = 'cloud://env.bucket/';
const id = `${prefix}works/a.png`;

const notAsked = () => Promise.reject(new Error('not asked'));

/** A storage SDK that answers every file of a call with this status. */
function storageOf(status: number): StorageSdk {
  const told = { status, errMsg: `the sentence of ${status}` };
  return {
    uploadFile: ({ cloudPath }) => Promise.resolve({ fileID: `${prefix}${cloudPath}` }),
    downloadFile: () => Promise.reject(new Error('not asked')),
    deleteFile: ({ fileList }) =>
      Promise.resolve({ fileList: fileList.map((fileID) => ({ fileID, ...told })) }),
    getTempFileURL: ({ fileList }) =>
      Promise.resolve({
        fileList: fileList.map((fileID) => ({
          ...{ fileID, tempFileURL: status === 0 ? 'https://there' : '' },
          ...told,
        })),
      }),
  };
}
const missingOf = (status: number) =>
  createMissingFiles(storageOf(status) as unknown as Parameters<typeof createMissingFiles>[0])([
    id,
  ]);

describe('files of the cloud storage', () => {
  it('are found and removed', async () => {
    const files = createFiles(storageOf(0), notAsked);

    expect(await files.find('works/a.png')).toBe(id);
    await expect(files.remove([id])).resolves.toBeUndefined();
    expect(await missingOf(0)).toEqual([]);
  });

  it('are missing when they do not exist', async () => {
    const files = createFiles(storageOf(-503003), notAsked);

    expect(await files.find('works/a.png')).toBeNull();
    await expect(files.remove([id])).resolves.toBeUndefined();
    expect(await missingOf(-503003)).toEqual([id]);
  });

  it.each([
    ['belongs to another environment', -501005],
    ['is none at all', -501007],
  ])('are foreign when an id in a row %s', async (_why, status) => {
    const files = createFiles(storageOf(status), notAsked);

    await expect(files.remove([id])).resolves.toBeUndefined();
    expect(await missingOf(status)).toEqual([id]);
    // An id that we built ourselves cannot be foreign, so this status is a failure.
    await expect(files.find('works/a.png')).rejects.toThrow(`for a file: ${status}`);
  });

  it.each([
    ['the storage fails', -503001],
    ['the right is missing', -503002],
    ['the system fails', -501001],
  ])('are neither found nor missing while %s', async (_why, status) => {
    const files = createFiles(storageOf(status), notAsked);
    const sentence = `The storage failed for a file: ${status} the sentence of ${status}`;

    await expect(files.find('works/a.png')).rejects.toThrow(sentence);
    await expect(files.remove([id])).rejects.toThrow(sentence);
    await expect(missingOf(status)).rejects.toThrow(sentence);
  });

  it('are read only up to the allowed size', async () => {
    const capped = jest.fn((_url: string, maxBytes: number) =>
      Promise.resolve(maxBytes < 5 ? null : Buffer.from('bytes')),
    );
    const files = createFiles(storageOf(0), capped);

    expect(await files.downloadUpTo(id, 5)).toEqual(Buffer.from('bytes'));
    expect(await files.downloadUpTo(id, 4)).toBe('tooLarge');
    expect(capped).toHaveBeenCalledWith('https://there', 4);
  });

  it.each([-503003, -501005, -501007])('are missing when the storage says %d', async (status) => {
    expect(await createFiles(storageOf(status), notAsked).downloadUpTo(id, 5)).toBe('missing');
  });

  it('are not missing while the storage fails', async () => {
    const files = createFiles(storageOf(-503001), notAsked);

    await expect(files.downloadUpTo(id, 5)).rejects.toThrow('The storage failed');
  });
});
