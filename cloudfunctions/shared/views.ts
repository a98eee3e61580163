import type { Asset as AssetView } from './contracts/storage';
import type { CreditLog as CreditLogView } from './contracts/userInfo';
import type { AvatarReview, User as UserView, Work as WorkView } from './contracts/values';
import type { CreditLog } from './data/rows/credit-log';
import type { Member } from './data/users/members';
import type { Asset, AssetRefusal } from './domain/assets/asset';
import { levelNumberOf, membershipLevelOf, planInForce, tierOf } from './domain/quota/quota';
import { isTextToImage } from './domain/work/work';
import type { Work } from './domain/work/work';

/** What a user sees of themselves. The level is the one in force; the copy in the user's row decides nothing. */
export function toUserView(
  { user, facts }: Member,
  avatarReview: AvatarReview | null,
  now: Date,
): UserView {
  const vipLevel = levelNumberOf(facts, now);
  const endAt = planInForce(facts, now) === null ? null : facts.subscription?.endAt;
  return {
    ...user,
    avatarReview,
    tier: tierOf(facts, now),
    vipLevel,
    membershipLevel: membershipLevelOf(facts, now),
    isVip: vipLevel > 0,
    membershipEndAt: endAt?.toISOString() ?? null,
    createdAt: user.createdAt.toISOString(),
  };
}

/** What its owner sees of a work: the words are the ones the user wrote. */
export function toWorkView(work: Work): WorkView {
  const { id, thumbnailUrl, createdAt, startedAt, completedAt, ...rest } = work;
  return {
    ...rest,
    workId: id,
    prompt: isTextToImage(work) && work.originalPrompt !== '' ? work.originalPrompt : work.prompt,
    ...(thumbnailUrl === '' ? {} : { thumbnailUrl }),
    createdAt: createdAt.toISOString(),
    ...(startedAt === undefined ? {} : { startedAt: startedAt.toISOString() }),
    ...(completedAt === undefined ? {} : { completedAt: completedAt.toISOString() }),
  };
}

export function toCreditLogView({ after, createdAt, ...log }: CreditLog): CreditLogView {
  return { ...log, balance: after, createdAt: createdAt.toISOString() };
}

const refusals: Record<AssetRefusal, string> = {
  risky: '照片没有通过审核，请换一张',
  expired: '照片没能完成审核，请重新上传',
};

/** What its owner sees of a photo. `urls`: temporary addresses by file id. */
export function toAssetView(asset: Asset, urls: ReadonlyMap<string, string>): AssetView {
  const { id, kind, status, reason, isSample, name, width, height, createdAt } = asset;
  return {
    ...{ assetId: id, kind, status, isSample, name, width, height },
    ...(status === 'refused' && { reason: refusals[reason ?? 'risky'] }),
    url: urls.get(asset.fileId) ?? '',
    thumbnailUrl: urls.get(asset.thumbnailFileId) ?? '',
    createdAt: createdAt.toISOString(),
  };
}
