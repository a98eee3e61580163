import { digestOf } from '../phone/digest';
import { phoneFiles, userDataPath } from '../phone/files';
import { api, ApiFailure, type Api } from './api';
import { refuseMissing } from './missing';

type Encoding = 'utf8' | 'utf-8' | 'base64';

async function read({
  filePath,
  encoding,
}: {
  filePath: string;
  encoding?: Encoding;
}): Promise<{ data: unknown }> {
  const blob = find(filePath);
  if (encoding === undefined) return { data: await blob.arrayBuffer() };
  if (encoding !== 'base64') return { data: await blob.text() };
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { data: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')) };
}

function write({
  filePath,
  data,
  encoding,
}: {
  filePath: string;
  data: string | ArrayBuffer;
  encoding?: Encoding;
}): void {
  if (!filePath.startsWith(userDataPath))
    throw new ApiFailure(`permission denied, open "${filePath}"`);
  const isBase64 = encoding === 'base64' && typeof data === 'string';
  const part = isBase64 ? Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)) : data;
  phoneFiles.write(filePath, new Blob([part]));
}

function find(path: string): Blob {
  const blob = phoneFiles.read(path);
  if (blob === undefined) throw new ApiFailure(`no such file or directory, access '${path}'`);
  return blob;
}

/** Size and digest of a file; as on current phones, the default algorithm is MD5. */
async function describe({
  filePath,
  digestAlgorithm = 'md5',
}: {
  filePath: string;
  digestAlgorithm?: string;
}): Promise<{ size: number; digest: string }> {
  const bytes = new Uint8Array(await find(filePath).arrayBuffer());
  const digest = await digestOf(bytes, digestAlgorithm);
  if (digest === null)
    throw new ApiFailure(`parameter error: digestAlgorithm "${digestAlgorithm}" is unknown`);
  return { size: bytes.length, digest };
}

const fileSystem: Record<string, Api> = {
  readFile: api('readFile', read),
  writeFile: api('writeFile', write),
  access: api('access', ({ path }: { path: string }) => void find(path)),
  unlink: api('unlink', ({ filePath }: { filePath: string }) => {
    find(filePath);
    phoneFiles.remove(filePath);
  }),
  getFileInfo: api('getFileInfo', describe),
  copyFile: api(
    'copyFile',
    ({ srcPath, destPath }: { srcPath: string; destPath: string }) =>
      void phoneFiles.write(destPath, find(srcPath)),
  ),
};

/** The phone's files, which live as long as the tab. */
export const fileApis = {
  env: { USER_DATA_PATH: userDataPath },
  getFileSystemManager: () => refuseMissing('FileSystemManager', fileSystem),
};
