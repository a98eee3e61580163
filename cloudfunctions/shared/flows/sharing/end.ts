import type { Files } from '../../data/core/files';
import type { WorksArea } from '../../data/works/area';
import type { Clock } from '../../domain/time/clock';
import type { Share } from '../../domain/work/share';
import type { ApplyVerdict } from '../moderation/verdict';

export type EndShareNeeds = {
  clock: Clock;
  files: Pick<Files, 'find' | 'remove'>;
  works: Pick<WorksArea, 'shares'>;
};

/** Closes the public view of a work, and removes its copy of the picture. Idempotent; does nothing if it was never shared. */
export async function endShare(workId: string, needs: EndShareNeeds): Promise<void> {
  const share = await needs.works.shares.find(workId);
  if (share !== null) await close(share, 'ended', needs);
}

/** The work itself is gone: nothing of its public view is kept. */
export async function removeShare(workId: string, needs: EndShareNeeds): Promise<void> {
  const { shares } = needs.works;
  const share = await shares.find(workId);
  if (share === null) return;
  await close(share, 'ended', needs);
  await shares.remove(workId);
}

/** WeChat's verdict on a shared picture. An expired check never passes a picture, but it may be shared again. */
export const applyShareVerdict: ApplyVerdict<EndShareNeeds> = async ({ id }, outcome, needs) => {
  if (outcome === 'pass') return;
  const [workId = '', token] = id.split(':');
  const share = await needs.works.shares.find(workId);
  if (share === null || share.token !== token) return;
  await close(share, outcome === 'risky' ? 'refused' : 'ended', needs);
};

async function close(
  share: Share,
  state: 'ended' | 'refused',
  needs: EndShareNeeds,
): Promise<void> {
  await needs.works.shares.end(share, state, needs.clock.now());
  await removeCopy(share, needs);
}

/** Removes the copy of a view that has ended. A call that died while copying may have left a file that the row does not name. */
export async function removeCopy(
  { path, fileId, ...share }: Share,
  { clock, files, works }: EndShareNeeds,
): Promise<void> {
  if (path === '') return;
  const copy = fileId === '' ? await files.find(path) : fileId;
  if (copy !== null) await files.remove([copy]);
  await works.shares.forgetCopy({ path, fileId, ...share }, clock.now());
}
