import type { CreditLog as CreditLogView } from './contracts/userInfo';
import type { User as UserView, Work as WorkView } from './contracts/values';
import type { CreditLog } from './data/credit-logs';
import type { User } from './data/users';
import { membershipLevelOf, tierOf } from './domain/tier';
import type { Work } from './domain/work';

/** What the phone sees of a user. */
export function toUserView(user: User): UserView {
  const tier = tierOf(user);
  return {
    ...user,
    tier,
    membershipLevel: membershipLevelOf(user.vipLevel),
    isVip: user.vipLevel > 0,
    createdAt: user.createdAt.toISOString(),
  };
}

/** What its owner sees of a work: the words are the ones the user wrote. */
export function toWorkView(work: Work): WorkView {
  const { id, thumbnailUrl, createdAt, startedAt, completedAt, ...rest } = work;
  return {
    ...rest,
    workId: id,
    prompt: work.originalPrompt === '' ? work.prompt : work.originalPrompt,
    ...(thumbnailUrl === '' ? {} : { thumbnailUrl }),
    createdAt: createdAt.toISOString(),
    ...(startedAt === undefined ? {} : { startedAt: startedAt.toISOString() }),
    ...(completedAt === undefined ? {} : { completedAt: completedAt.toISOString() }),
  };
}

export function toCreditLogView({ after, createdAt, ...log }: CreditLog): CreditLogView {
  return { ...log, balance: after, createdAt: createdAt.toISOString() };
}
