/** A photo on the phone, ready to be uploaded. */
export type LocalPhoto = { path: string; width: number; height: number; bytes: number };

export type Source = 'camera' | 'album';
/** `denied`: the phone refuses the camera or the album until its settings are changed. */
export type PickResult =
  { kind: 'photo'; photo: LocalPhoto } | { kind: 'cancelled' | 'denied' | 'failed' };

const maxSide = 2048;
const maxBytes = 4 * 1024 * 1024;
/** JPEG qualities, tried in turn until the file is small enough. */
const qualities = [85, 70, 50];

/** Lets the user pick one photo and compresses it to the limits of the cloud. */
export async function pickPhoto(source: Source): Promise<PickResult> {
  try {
    const { tempFiles } = await wx.chooseMedia({
      count: 1,
      mediaType: ['image'],
      sourceType: [source],
      sizeType: ['original', 'compressed'],
    });
    const [file] = tempFiles;
    if (file === undefined) return { kind: 'cancelled' };
    return { kind: 'photo', photo: await toSendable(file.tempFilePath, file.size) };
  } catch (error) {
    const text = errorText(error);
    console.info('no photo', text);
    return { kind: toOutcome(text) };
  }
}

/** iOS, Android and PC word the same outcome differently. */
export function toOutcome(text: string): 'cancelled' | 'denied' | 'failed' {
  if (/cancel/i.test(text)) return 'cancelled';
  if (/privacy permission/i.test(text)) return 'cancelled';
  if (
    /auth(orize)?[ :]*(deny|denied)|no auth|permission|system deny|authorize no response/i.test(
      text,
    )
  ) {
    return 'denied';
  }
  return 'failed';
}

function errorText(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'errMsg' in error) return String(error.errMsg);
  return String(error);
}

async function toSendable(path: string, bytes: number): Promise<LocalPhoto> {
  const { width, height } = await wx.getImageInfo({ src: path });
  let photo = { path, width, height, bytes };
  for (const quality of qualities) {
    if (Math.max(photo.width, photo.height) <= maxSide && photo.bytes <= maxBytes) return photo;
    photo = await compress(path, scaledWidth(width, height), quality);
  }
  return photo;
}

/** The width that brings the longer side within the limit of the cloud. */
export function scaledWidth(width: number, height: number): number {
  return Math.floor(width * Math.min(1, maxSide / Math.max(width, height)));
}

async function compress(
  src: string,
  compressedWidth: number,
  quality: number,
): Promise<LocalPhoto> {
  const { tempFilePath: path } = await wx.compressImage({ src, quality, compressedWidth });
  const [{ width, height }, bytes] = await Promise.all([
    wx.getImageInfo({ src: path }),
    sizeOf(path),
  ]);
  return { path, width, height, bytes };
}

async function sizeOf(path: string): Promise<number> {
  return (await fileInfo(path)).size;
}

/** SHA-256, or MD5 on phones that do not support it. */
export async function digestOf(path: string): Promise<string> {
  try {
    const { digest } = await fileInfo(path, 'sha256');
    if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  } catch (error) {
    console.info('no sha256', errorText(error));
  }
  return (await fileInfo(path, 'md5')).digest.toLowerCase();
}

function fileInfo(
  filePath: string,
  digestAlgorithm: 'md5' | 'sha256' = 'md5',
): Promise<{ size: number; digest: string }> {
  return new Promise((success, fail) => {
    wx.getFileSystemManager().getFileInfo({ filePath, digestAlgorithm, success, fail });
  });
}
