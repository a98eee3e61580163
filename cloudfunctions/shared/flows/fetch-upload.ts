import type { Files } from '../data/core/files';
import { OutageError } from '../data/core/outage';
import { fixedWaits, retry } from '../data/core/retry';
import type { Clock } from '../domain/time/clock';
import type { PictureProblem } from '../pictures/picture-error';

export type FetchNeeds = { clock: Clock; files: Pick<Files, 'downloadUpTo'> };

const maxFetchMs = 5_000;
export const storageWaits = fixedWaits(200, 600);

/** Messages for the user: why an upload cannot be used. */
export const pictureSentences: Record<PictureProblem, string> = {
  notPicture: '请选择 PNG、JPEG 或 WebP 图片',
  animated: '请选择不会动的图片',
  tooLarge: '图片尺寸太大，请换一张小一点的',
  damaged: '图片打不开，请换一张',
  noPixels: '图片打不开，请换一张',
  unsupported: '图片打不开，请换一张',
};

/** The bytes of an upload. A thrown error says nothing about the picture itself. */
export async function fetchUpload(
  fileId: string,
  maxBytes: number,
  { clock, files }: FetchNeeds,
): Promise<Buffer | 'missing' | 'tooLarge'> {
  const deadline = new Date(clock.now().getTime() + maxFetchMs);
  let emptyAnswers = 0;
  const fetched = await retry(clock, { ...storageWaits, deadline }, async () => {
    const upload = await files.downloadUpTo(fileId, maxBytes);
    if (!isEmpty(upload)) return upload;
    // An empty body is more often a lost answer than an empty file, unless every attempt returns one.
    emptyAnswers += 1;
    if (emptyAnswers < storageWaits.attempts) throw new OutageError('The upload is empty.');
    return upload;
  });
  return isEmpty(fetched) ? 'missing' : fetched;
}

function isEmpty(upload: Buffer | 'missing' | 'tooLarge'): boolean {
  return Buffer.isBuffer(upload) && upload.length === 0;
}
