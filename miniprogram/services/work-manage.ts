import type { OutputOf } from '../../cloudfunctions/shared/contracts';
import type { Work } from '../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../cloudfunctions/shared/contracts/workManage';
import { callAsMember } from './session';

export function listWorks(
  tab: WorkTab,
  cursor: string | null,
): Promise<OutputOf<'workManage', 'getWorks'>> {
  return callAsMember('workManage', 'getWorks', { tab, cursor, pageSize: 12 });
}

export async function getWork(workId: string): Promise<Work> {
  return (await getOwnWork(workId)).work;
}

/** With its public view, where it has one. */
export function getOwnWork(workId: string): Promise<OutputOf<'workManage', 'getWork'>> {
  return callAsMember('workManage', 'getWork', { workId });
}

export function setFavorite(
  workId: string,
  isFavorite: boolean,
): Promise<OutputOf<'workManage', 'saveWork'>> {
  return callAsMember('workManage', 'saveWork', { workId, isFavorite });
}

export function renameWork(
  workId: string,
  title: string,
): Promise<OutputOf<'workManage', 'updateWork'>> {
  return callAsMember('workManage', 'updateWork', { workId, title });
}

export function removeWork(workId: string): Promise<OutputOf<'workManage', 'deleteWork'>> {
  return callAsMember('workManage', 'deleteWork', { workId });
}

/** Has the thumbnail made, without waiting for it: lists show the picture itself until it exists. */
export function prepareThumbnail(workId: string): void {
  callAsMember('workManage', 'prepareThumbnail', { workId }).catch((error: unknown) => {
    console.warn('thumbnail not prepared', workId, error);
  });
}

export function getStats(): Promise<OutputOf<'workManage', 'getStats'>> {
  return callAsMember('workManage', 'getStats', {});
}
