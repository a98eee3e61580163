import type { OutputOf } from '../../cloudfunctions/shared/contracts';
import type { User } from '../../cloudfunctions/shared/contracts/values';
import { callAsMember, forgetUser, rememberUser } from './session';

export async function getUser(): Promise<User> {
  const { user } = await callAsMember('userInfo', 'getUserInfo', {});
  rememberUser(user);
  return user;
}

/** Reads the user again; keeps the last known user when that fails. */
export async function refreshUser(): Promise<void> {
  try {
    await getUser();
  } catch (error) {
    console.warn('user not read', error);
  }
}

export async function updateUser(change: { nickname?: string; avatar?: string }): Promise<User> {
  const { user } = await callAsMember('userInfo', 'updateUserInfo', change);
  rememberUser(user);
  return user;
}

export function listCreditLogs(
  cursor: string | null,
): Promise<OutputOf<'userInfo', 'listCreditLogs'>> {
  return callAsMember('userInfo', 'listCreditLogs', { cursor, pageSize: 30 });
}

export type ModelFiling = OutputOf<'userInfo', 'getAbout'>['filings'][number];

export function getAbout(): Promise<OutputOf<'userInfo', 'getAbout'>> {
  return callAsMember('userInfo', 'getAbout', {});
}

/** Deletes the account. The next call signs in and opens a new one. */
export async function deleteAccount(requestId: string): Promise<void> {
  await callAsMember('userInfo', 'deleteAccount', { requestId, confirm: '注销' });
  forgetUser();
}
