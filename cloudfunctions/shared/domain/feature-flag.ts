import { createHash } from 'node:crypto';

/** `percentage` of users have it while it is enabled. */
export type FeatureFlag = { isEnabled: boolean; percentage: number };

/** Stable per user, and a growing percentage only adds users. */
export function isOnFor(flag: FeatureFlag, name: string, userId: string): boolean {
  if (!flag.isEnabled) return false;
  const digest = createHash('sha256').update(`${name}\n${userId}`).digest();
  return (digest.readUInt32BE(0) / 2 ** 32) * 100 < flag.percentage;
}
