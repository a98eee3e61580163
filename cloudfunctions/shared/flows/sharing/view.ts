import type { AccountArea } from '../../data/account/area';
import type { Files } from '../../data/core/files';
import type { OptionRepository } from '../../data/works/options';
import type { WorksArea } from '../../data/works/area';
import type { Clock } from '../../domain/time/clock';
import type { Log } from '../../domain/log';
import { describeError } from '../../domain/log';
import { isShareable, sharedPrompt, sharedTitle } from '../../domain/work/share';
import { isTextToImage } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import { AppError } from '../../error';

export type SharedWorkNeeds = {
  clock: Clock;
  log: Log;
  account: { formerUsers: Pick<AccountArea['formerUsers'], 'find'> };
  files: Pick<Files, 'tempUrls'>;
  options: Pick<OptionRepository, 'choices'>;
  works: Pick<WorksArea, 'find' | 'shares'>;
};

/** How long the URL of the picture is valid: pages are open for minutes, and an ended view should soon end everywhere. */
const pictureUrlSeconds = 1800;

/** What anybody with the token sees of a work. An unknown token answers like one whose view has ended: SHARE_GONE. */
export async function viewSharedWork(token: string, needs: SharedWorkNeeds) {
  const { account, files, works } = needs;
  const share = await works.shares.findOpen(token);
  if (share === null) throw new AppError('SHARE_GONE');
  const [work, owner, urls] = await Promise.all([
    works.find(share.workId),
    account.formerUsers.find(share.userId),
    files.tempUrls([share.fileId], pictureUrlSeconds),
  ]);
  const picture = urls.get(share.fileId);
  // A deleted work or account ends its view at once; the rows follow.
  if (work === null || !isShareable(work) || owner?.state === 'leaving' || !picture) {
    throw new AppError('SHARE_GONE');
  }
  const { type, size } = work;
  const { withPrompt } = share;
  const prompt = sharedPrompt(work);
  return {
    ...{ picture, type, size, title: sharedTitle(work, withPrompt), aiLabel: 'AI生成' as const },
    ...(withPrompt && prompt !== '' ? { prompt, ...(await styleOf(work, needs)) } : {}),
  };
}

async function styleOf(
  work: Work,
  { clock, log, options }: SharedWorkNeeds,
): Promise<{ style?: string; styleName?: string }> {
  if (!isTextToImage(work) || work.style === '') return {};
  const { style } = work;
  try {
    const { styles } = await options.choices(clock.now());
    const known = styles.find(({ id }) => id === style);
    // A style that is no longer offered cannot be chosen again.
    return known === undefined ? {} : { style, styleName: known.name };
  } catch (error) {
    log.warn('style of a shared work not read', { cause: describeError(error) });
    return {};
  }
}
