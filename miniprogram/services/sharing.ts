import type { OutputOf } from '../../cloudfunctions/shared/contracts';
import type { Share } from '../../cloudfunctions/shared/contracts/workManage';
import { call } from './cloud';
import { callAsMember } from './session';

export type SharedWork = OutputOf<'workManage', 'getSharedWork'>;

/** Opens the public view of a work, or changes what it shows. */
export function shareWork(workId: string, withPrompt?: boolean): Promise<Share> {
  const choice = withPrompt === undefined ? {} : { withPrompt };
  return callAsMember('workManage', 'shareWork', { workId, ...choice });
}

export async function unshareWork(workId: string): Promise<void> {
  await callAsMember('workManage', 'unshareWork', { workId });
}

/** Needs no sign-in: visitors who open a card may be new to the app. */
export function getSharedWork(token: string): Promise<SharedWork> {
  return call('workManage', 'getSharedWork', { token });
}
