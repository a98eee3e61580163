import { createFiles } from '../../cloudfunctions/shared/data/core/files';
import type { StorageSdk } from '../../cloudfunctions/shared/data/core/files';
import { createMissingFiles } from '../../cloudfunctions/shared/data/core/missing-files';

const prefix = 'cloud://env.bucket/';
const id = `${prefix}works/a.png`;

/** The SDK's storage, answering every file of a call with this status. */
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
  it('are found and removed where they are', async () => {
    const files = createFiles(storageOf(0));

    expect(await files.find('works/a.png')).toBe(id);
    await expect(files.remove([id])).resolves.toBeUndefined();
    expect(await missingOf(0)).toEqual([]);
  });

  it('are not there when they do not exist', async () => {
    const files = createFiles(storageOf(-503003));

    expect(await files.find('works/a.png')).toBeNull();
    await expect(files.remove([id])).resolves.toBeUndefined();
    expect(await missingOf(-503003)).toEqual([id]);
  });

  it.each([
    ['belongs to another environment', -501005],
    ['is none at all', -501007],
  ])('are none of ours when an id in a row %s', async (_why, status) => {
    const files = createFiles(storageOf(status));

    await expect(files.remove([id])).resolves.toBeUndefined();
    expect(await missingOf(status)).toEqual([id]);
    // An id that we made ourselves is never a foreign one: that says nothing of the file.
    await expect(files.find('works/a.png')).rejects.toThrow(`for a file: ${status}`);
  });

  it.each([
    ['the storage fails', -503001],
    ['the right is missing', -503002],
    ['the system fails', -501001],
  ])('are neither there nor gone while %s', async (_why, status) => {
    const files = createFiles(storageOf(status));
    const sentence = `The storage failed for a file: ${status} the sentence of ${status}`;

    await expect(files.find('works/a.png')).rejects.toThrow(sentence);
    await expect(files.remove([id])).rejects.toThrow(sentence);
    await expect(missingOf(status)).rejects.toThrow(sentence);
  });
});
