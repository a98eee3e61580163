import type { Files } from '../../data/core/files';
import { fixedWaits, retry } from '../../data/core/retry';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import { picturePath } from '../../domain/work/paths';
import type { PictureExtension } from '../../domain/work/paths';
import type { Work } from '../../domain/work/work';
import { AppError } from '../../error';
import { labelPicture } from '../../pictures/label';
import { markVisibly } from '../../pictures/visible-mark';
import { checkPicture } from '../../pictures/decode';
import { PictureError } from '../../pictures/picture-error';
import { DownloadRefused } from '../../domain/work/picture-download';
import type { PictureDownload } from '../../domain/work/picture-download';

export type StoreNeeds = {
  clock: Clock;
  log: Log;
  files: Pick<Files, 'upload'>;
  providers: { downloadPicture: PictureDownload };
  settings: { contentProducer: string };
};
type Picture = { bytes: Buffer; extension: PictureExtension };
export type StoredPicture = { imageUrl: string; imageBytes: number };

/** A vendor's object store may lag seconds behind the answer that names the file. */
const downloadWaits = fixedWaits(1_000, 2_000, 4_000);
const uploadWaits = fixedWaits(300, 600);
const extensions = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/**
 * Stores our own copy of the picture, labelled as generated. The copy is retried within the deadline, the generation never.
 * `needsMark`: the vendor has not drawn the visible mark. Returns the cloud file id and its size; throws PICTURE_NOT_STORED.
 */
export async function storePicture(
  work: Work,
  sourceUrl: string,
  needs: StoreNeeds,
  deadline: Date,
  { needsMark = false }: { needsMark?: boolean } = {},
): Promise<StoredPicture> {
  const { clock, files, log, settings } = needs;
  const downloaded = await download(sourceUrl, needs, deadline);
  const { bytes, extension } = needsMark ? marked(downloaded) : downloaded;
  const labelled = labelPicture(bytes, {
    contentProducer: settings.contentProducer,
    produceId: work.id,
  });
  const imageUrl = await requireStored(() =>
    retry(clock, { ...uploadWaits, deadline, onRetry: logRetry(log) }, () =>
      files.upload(picturePath(work, extension), labelled),
    ),
  );
  return { imageUrl, imageBytes: labelled.length };
}

function marked({ bytes }: Picture): Picture {
  return { bytes: markVisibly(bytes), extension: 'jpg' };
}

/** A complete download that is no picture is repeated once: the vendor may still be writing the file. */
async function download(
  url: string,
  { clock, log, providers }: StoreNeeds,
  deadline: Date,
): Promise<Picture> {
  let brokenPictures = 0;
  const isRetryable = (error: unknown): boolean => {
    if (error instanceof PictureError) brokenPictures += 1;
    return !(error instanceof DownloadRefused) && brokenPictures < 2;
  };
  const policy = { ...downloadWaits, deadline, isRetryable, onRetry: logRetry(log) };
  return requireStored(() =>
    retry(clock, policy, async () => {
      const remainingMs = deadline.getTime() - clock.now().getTime();
      return requirePicture(await providers.downloadPicture(url, remainingMs));
    }),
  );
}

/** Decides by the bytes, which must have pixels: the content type of the reply is not trusted. */
function requirePicture(bytes: Buffer): Picture {
  const checked = checkPicture(bytes);
  if ('problem' in checked) {
    throw new PictureError(checked.problem, 'The provider sent no picture.');
  }
  return { bytes, extension: extensions[checked.type] };
}

function logRetry(log: Log): (error: unknown, attempt: number) => void {
  return (error, attempt) => {
    log.warn('picture not stored yet', { attempt, cause: describeError(error) });
  };
}

async function requireStored<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    throw new AppError('PICTURE_NOT_STORED', { cause: error });
  }
}
