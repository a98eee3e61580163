import { membershipOf } from '../support/membership';
import type { Client, Document } from './client';

/** Signs a user in and sets fields of their row. */
export async function enterProduct(
  cloud: Client,
  openid: string,
  changes: Document = {},
): Promise<string> {
  const { user } = await cloud.ask('login', 'wxLogin', {}, openid);
  const { id } = user as { id: string };
  if (Object.keys(changes).length > 0) {
    const { docs } = await cloud.find('users', { _id: id });
    await cloud.put('users', [{ ...docs[0], ...changes }]);
    const membership = membershipOf(id, changes.vipLevel);
    if (membership !== null) await cloud.put('user_subscriptions', [membership]);
  }
  return id;
}

/** The conventional build has no sign-in, so its users are inserted as rows. */
export async function enterConventional(
  cloud: Client,
  openid: string,
  changes: Document = {},
): Promise<void> {
  await cloud.put('users', [
    { _id: openid, openid, userType: 'wechat', vipLevel: 0, generateCount: 0, ...changes },
  ]);
}
