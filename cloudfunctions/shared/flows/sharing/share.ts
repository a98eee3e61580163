import { randomBytes } from 'node:crypto';
import type { Files } from '../../data/core/files';
import type { WorksArea } from '../../data/works/area';
import { describeError } from '../../domain/log';
import { isShareable, sharedPicturePath, sharedPrompt } from '../../domain/work/share';
import type { Share } from '../../domain/work/share';
import type { Work } from '../../domain/work/work';
import { isTextToImage } from '../../domain/work/work';
import { AppError } from '../../error';
import { submitMediaCheck } from '../moderation/submit';
import type { SubmitNeeds } from '../moderation/submit';
import { requireCleanText } from '../text-check';
import type { TextCheckNeeds } from '../text-check';
import { removeCopy } from './end';

export type ShareNeeds = SubmitNeeds &
  TextCheckNeeds & {
    files: Pick<Files, 'download' | 'upload' | 'find' | 'remove' | 'tempUrl'>;
    works: Pick<WorksArea, 'shares'>;
    providers: SubmitNeeds['providers'] & TextCheckNeeds['providers'];
  };

/**
 * Opens the public view of an owner's work. Idempotent: a work that is already shared answers with its token. Without
 * `withPrompt`, description and style stay hidden or shown as before. Throws SHARE_REFUSED if moderation has found the picture
 * risky.
 */
export async function shareWork(
  work: Work,
  withPrompt: boolean | undefined,
  needs: ShareNeeds,
): Promise<Share> {
  const { clock, works } = needs;
  if (!isShareable(work)) throw new AppError('NOT_FOUND');
  const standing = await works.shares.find(work.id);
  if (standing?.state === 'refused') throw new AppError('SHARE_REFUSED');
  if (standing?.state === 'ended') await removeCopy(standing, needs);
  const isNewlyShown = withPrompt === true && standing?.withPrompt !== true;
  if (isNewlyShown) await requireCleanPrompt(work, needs);

  const now = clock.now();
  const share = await works.shares.begin({
    ...{ workId: work.id, userId: work.userId, token: randomBytes(16).toString('hex') },
    ...{ withPrompt: withPrompt ?? false, state: 'copying', fileId: '' },
    path: sharedPicturePath(randomBytes(16).toString('hex'), work.imageUrl),
    ...{ createdAt: now, updatedAt: now },
  });
  if (share.state === 'refused') throw new AppError('SHARE_REFUSED');
  if (withPrompt !== undefined && share.withPrompt !== withPrompt) {
    await works.shares.setWithPrompt(share, withPrompt, now);
  }
  if (share.state === 'copying') await copyPicture(work, share, needs);
  return { ...share, withPrompt: withPrompt ?? share.withPrompt };
}

/** The prompt was checked as an instruction to a model; now other people read it. */
async function requireCleanPrompt(work: Work, needs: ShareNeeds): Promise<void> {
  const prompt = sharedPrompt(work);
  if (prompt !== '') await requireCleanText(prompt, 'social', needs);
}

async function copyPicture(work: Work, share: Share, needs: ShareNeeds): Promise<void> {
  const { clock, files, works } = needs;
  const fileId = await files.upload(share.path, await files.download(work.imageUrl));
  if (await works.shares.open(share, fileId, clock.now())) {
    await submitCheck(work, share, fileId, needs);
    return;
  }
  // Another call has copied it to the same path, or the view has ended meanwhile.
  const standing = await works.shares.find(work.id);
  if (standing?.token === share.token && standing.state === 'open') return;
  await files.remove([fileId]);
  throw new AppError('SHARE_GONE');
}

/**
 * Studio pictures were moderated before they were delivered. A picture made from checked text, by a provider that filters, is
 * shown at once; WeChat still checks it, and its view ends unless it passes.
 */
async function submitCheck(
  work: Work,
  { token }: Share,
  fileId: string,
  needs: ShareNeeds,
): Promise<void> {
  if (!isTextToImage(work)) return;
  try {
    const subject = { kind: 'share' as const, id: `${work.id}:${token}` };
    await submitMediaCheck(needs, { subject, fileId, openid: work.openid });
  } catch (error) {
    // The check could not even be recorded: a picture that will not be checked is not shown.
    needs.log.warn('shared picture not checked', { cause: describeError(error) });
    const share = await needs.works.shares.find(work.id);
    if (share?.token === token) {
      await needs.works.shares.end(share, 'ended', needs.clock.now());
      await removeCopy(share, needs);
    }
    throw new AppError('CHECK_UNAVAILABLE', { cause: error });
  }
}
