import * as z from 'zod';
import type { Avatar } from '../../domain/assets/avatar';
import { userTypes } from '../../domain/quota/tier';
import type { UserType } from '../../domain/quota/tier';
import { mediaOutcomes } from '../../domain/moderation/media-check';
import type { MediaOutcome } from '../../domain/moderation/media-check';
import type { MovedToday } from '../../domain/wallet/approval';
import type { OwedCredits } from '../../domain/wallet/credits';
import { AppError } from '../../error';
import { isMissing, parseRow } from '../core/rows';

export type User = {
  id: string;
  nickname: string;
  avatar: string;
  avatarBytes: number;
  /** The upload from which the avatar was copied; empty if there is none. */
  avatarSource: string;
  pendingAvatar: PendingAvatar | null;
  formerAvatars: FormerAvatar[];
  /** Why the last copy was not shown; null once another one is chosen. */
  avatarRefusal: AvatarRefusal | null;
  userType: UserType;
  vipLevel: number;
  credits: number;
  /** Credits that a forced refund could not take back; later credits repay them. */
  owed: OwedCredits[];
  movedToday: MovedToday | null;
  generateCount: number;
  inviteCode: string;
  createdAt: Date;
};

/** A file that was shown, copied or refused before; it is never shown again. */
export type FormerAvatar = Avatar & { isRemoved: boolean };
/** A copy of the upload `source` that is not shown yet. `isSubmitted`: its moderation has begun. */
export type PendingAvatar = Avatar & { source: string; since: Date; isSubmitted: boolean };
export type AvatarRefusal = { outcome: Exclude<MediaOutcome, 'pass'>; at: Date };

/** Fields that rules depend on are required; derived or display-only fields get defaults. */
export const UserRow = z.object({
  _id: z.string(),
  nickname: z.string().default(''),
  avatar: z.string().default(''),
  avatarBytes: z.number().int().catch(0),
  avatarSource: z.string().catch(''),
  pendingAvatar: z
    .object({
      ...{ fileId: z.string(), bytes: z.number().int() },
      ...{ source: z.string(), since: z.date(), isSubmitted: z.boolean().default(false) },
    })
    .nullable()
    .catch(null),
  formerAvatars: z
    .array(z.object({ fileId: z.string(), bytes: z.number().int(), isRemoved: z.boolean() }))
    .catch([]),
  avatarRefusal: z
    .object({ outcome: z.enum(mediaOutcomes).exclude(['pass']), at: z.date() })
    .nullable()
    .catch(null),
  userType: z.enum(userTypes).catch('wechat'),
  vipLevel: z.number().int().min(0).catch(0),
  credits: z.number().int(),
  owed: z.array(z.object({ orderId: z.string(), credits: z.number().int().min(1) })).catch([]),
  movedToday: z
    .object({ day: z.string(), fen: z.number().int(), credits: z.number().int() })
    .nullable()
    .catch(null),
  generateCount: z.number().int().catch(0),
  inviteCode: z.string().default(''),
  createdAt: z.date(),
});

export function parseUser(row: unknown): User {
  const { _id: id, ...user } = parseRow('users', UserRow, row);
  return { id, ...user };
}

export function parseUserOrNull(row: unknown): User | null {
  return isMissing(row) ? null : parseUser(row);
}

/** Throws SIGN_IN_REQUIRED for a missing row: the user has never signed in. */
export function requireUser(row: unknown): User {
  if (isMissing(row)) throw new AppError('SIGN_IN_REQUIRED');
  return parseUser(row);
}
