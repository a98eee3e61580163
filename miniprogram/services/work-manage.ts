import type { OutputOf } from '../../cloudfunctions/shared/contracts';
import type { Work } from '../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../cloudfunctions/shared/contracts/workManage';
import { callAsMember } from './session';

export function listWorks(
  tab: WorkTab,
  cursor: string | null,
  query: string,
): Promise<OutputOf<'workManage', 'getWorks'>> {
  // A small first page appears sooner; larger pages then save calls.
  const pageSize = cursor === null ? 12 : 24;
  return callAsMember('workManage', 'getWorks', { tab, cursor, query, pageSize });
}

export async function getWork(workId: string): Promise<Work> {
  return (await getOwnWork(workId)).work;
}

/** The work and its public view, if it has one. */
export function getOwnWork(workId: string): Promise<OutputOf<'workManage', 'getWork'>> {
  return callAsMember('workManage', 'getWork', { workId });
}

export function setFavorite(
  workId: string,
  isFavorite: boolean,
): Promise<OutputOf<'workManage', 'saveWork'>> {
  return callAsMember('workManage', 'saveWork', { workId, isFavorite });
}

/** At most 50. */
export function saveWorks(
  workIds: string[],
  isFavorite: boolean,
): Promise<OutputOf<'workManage', 'saveWorks'>> {
  return callAsMember('workManage', 'saveWorks', { workIds, isFavorite });
}

/** At most 50. */
export function deleteWorks(workIds: string[]): Promise<OutputOf<'workManage', 'deleteWorks'>> {
  return callAsMember('workManage', 'deleteWorks', { workIds });
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

/** Requests the thumbnail without waiting for it; lists show the full picture until it exists. */
export function prepareThumbnail(workId: string): void {
  callAsMember('workManage', 'prepareThumbnail', { workId }).catch((error: unknown) => {
    console.warn('thumbnail not prepared', workId, error);
  });
}

export function getStats(): Promise<OutputOf<'workManage', 'getStats'>> {
  return callAsMember('workManage', 'getStats', {});
}
