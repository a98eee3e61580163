import type { Context } from '../shared/context';
import { picturePath } from '../shared/domain/work/work';
import type { PictureExtension, Work } from '../shared/domain/work/work';
import { AppError } from '../shared/error';
import { labelPicture } from '../shared/pictures/label';
import { isWholePicture, pictureType } from '../shared/pictures/picture';
import { PictureError } from '../shared/pictures/picture-error';
import { DownloadRefused } from '../shared/providers/http/picture-download';

type Needs = Pick<Context, 'clock' | 'log' | 'files'> & {
  providers: Pick<Context['providers'], 'downloadPicture'>;
  settings: Pick<Context['settings'], 'contentProducer'>;
};

const attempts = 3;
const extensions = { png: 'png', jpeg: 'jpg', webp: 'webp' } as const;

/**
 * Our own copy of the picture, labelled as generated. The copy is retried within the deadline, the generation never.
 * Answers the cloud file id and its size; throws PICTURE_NOT_STORED.
 */
export async function storePicture(
  work: Work,
  sourceUrl: string,
  needs: Needs,
  deadline: Date,
): Promise<{ imageUrl: string; imageBytes: number }> {
  const { clock, files, providers, settings } = needs;
  const { bytes, extension } = await repeated(needs, deadline, async () => {
    const remainingMs = deadline.getTime() - clock.now().getTime();
    return examined(await providers.downloadPicture(sourceUrl, remainingMs));
  });
  const labelled = labelPicture(bytes, {
    contentProducer: settings.contentProducer,
    produceId: work.id,
  });
  const imageUrl = await repeated(needs, deadline, () =>
    files.upload(picturePath(work, extension), labelled),
  );
  return { imageUrl, imageBytes: labelled.length };
}

/** The bytes say what they are; the reply's content type is not believed. */
function examined(bytes: Buffer): { bytes: Buffer; extension: PictureExtension } {
  const type = pictureType(bytes);
  if (type === null || !isWholePicture(bytes))
    throw new PictureError('These bytes are no picture.');
  return { bytes, extension: extensions[type] };
}

async function repeated<Result>(
  { clock, log }: Needs,
  deadline: Date,
  step: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await step();
    } catch (error) {
      const waitMs = 300 * 2 ** (attempt - 1);
      const isLate = clock.now().getTime() + waitMs >= deadline.getTime();
      log.warn('picture not stored yet', {
        attempt,
        name: error instanceof Error ? error.name : '',
      });
      if (error instanceof DownloadRefused || attempt === attempts || isLate) {
        throw new AppError('PICTURE_NOT_STORED', { cause: error });
      }
      await clock.sleep(waitMs);
    }
  }
}
