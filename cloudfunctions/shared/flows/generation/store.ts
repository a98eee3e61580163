import type { Files } from '../../data/core/files';
import { fixedWaits, retry } from '../../data/core/retry';
import type { RetryPolicy } from '../../data/core/retry';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import { picturePath } from '../../domain/work/paths';
import type { PictureExtension } from '../../domain/work/paths';
import type { Work } from '../../domain/work/work';
import { AppError } from '../../error';
import { labelPicture } from '../../pictures/label';
import { checkPicture } from '../../pictures/decode';
import { PictureError } from '../../pictures/picture-error';
import { DownloadRefused } from '../../providers/http/picture-download';
import type { PictureDownload } from '../../providers/http/picture-download';

export type StoreNeeds = {
  clock: Clock;
  log: Log;
  files: Pick<Files, 'upload'>;
  providers: { downloadPicture: PictureDownload };
  settings: { contentProducer: string };
};
export type StoredPicture = { imageUrl: string; imageBytes: number };

const waits = fixedWaits(300, 600);
const extensions = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/**
 * Our own copy of the picture, labelled as generated. The copy is retried within the deadline, the generation never.
 * Answers the cloud file id and its size; throws PICTURE_NOT_STORED.
 */
export async function storePicture(
  work: Work,
  sourceUrl: string,
  needs: StoreNeeds,
  deadline: Date,
): Promise<StoredPicture> {
  const { clock, files, providers, settings } = needs;
  const { bytes, extension } = await retried(needs, deadline, async () => {
    const remainingMs = deadline.getTime() - clock.now().getTime();
    return requirePicture(await providers.downloadPicture(sourceUrl, remainingMs));
  });
  const labelled = labelPicture(bytes, {
    contentProducer: settings.contentProducer,
    produceId: work.id,
  });
  const imageUrl = await retried(needs, deadline, () =>
    files.upload(picturePath(work, extension), labelled),
  );
  return { imageUrl, imageBytes: labelled.length };
}

/** By the bytes themselves, which must have pixels: the content type of the reply is not trusted. */
function requirePicture(bytes: Buffer): { bytes: Buffer; extension: PictureExtension } {
  const checked = checkPicture(bytes);
  if ('problem' in checked) {
    throw new PictureError(checked.problem, 'The provider sent no picture.');
  }
  return { bytes, extension: extensions[checked.type] };
}

async function retried<Result>(
  { clock, log }: StoreNeeds,
  deadline: Date,
  step: () => Promise<Result>,
): Promise<Result> {
  const policy: RetryPolicy = {
    ...waits,
    deadline,
    isRetryable: (error) => !(error instanceof DownloadRefused),
    onRetry: (error, attempt) =>
      log.warn('picture not stored yet', {
        attempt,
        name: error instanceof Error ? error.name : '',
      }),
  };
  try {
    return await retry(clock, policy, step);
  } catch (error) {
    throw new AppError('PICTURE_NOT_STORED', { cause: error });
  }
}
