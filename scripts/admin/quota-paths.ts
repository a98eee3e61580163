import { z } from 'zod';
import { readDailyUsage } from '../../cloudfunctions/aiGenerate/actions/records';
import { getQuota } from '../../cloudfunctions/chat/actions/quota';
import { wxLogin } from '../../cloudfunctions/login/actions';
import { getOverview, getUserOverview } from '../../cloudfunctions/quota/actions/overview';
import { searchUsers } from '../../cloudfunctions/quota/actions/search';
import type { Action } from '../../cloudfunctions/shared/action';
import { chat } from '../../cloudfunctions/shared/contracts/chat';
import { login } from '../../cloudfunctions/shared/contracts/login';
import { quota } from '../../cloudfunctions/shared/contracts/quota';
import { userInfo } from '../../cloudfunctions/shared/contracts/userInfo';
import { DailyUsage } from '../../cloudfunctions/shared/contracts/values';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import { resolveQuota } from '../../cloudfunctions/shared/domain/quota/quota';
import { quotaFeatures } from '../../cloudfunctions/shared/domain/quota/features';
import type { QuotaFeature } from '../../cloudfunctions/shared/domain/quota/features';
import { membershipLevels } from '../../cloudfunctions/shared/domain/quota/tier';
import type { MembershipLevel } from '../../cloudfunctions/shared/domain/quota/tier';
import { dailyUsage } from '../../cloudfunctions/shared/domain/quota/usage';
import { isAppError } from '../../cloudfunctions/shared/error';
import { getUserInfo } from '../../cloudfunctions/userInfo/actions';
import type { Connection } from './connection';
import { reasonOf } from './errors';
import { readingContext } from './reading-context';
import type { ReadingContext } from './reading-context';

export type About = QuotaFeature | 'level';
/** What one code path answers: null when it names no limit; `error` when it failed. */
export type Answer = {
  about: About;
  path: string;
  limit: number | null;
  used: number | null;
  note?: string;
  error?: string;
};

const OverviewRow = z.object({
  membershipLevel: z.enum(membershipLevels),
  version: z.number(),
  features: z.record(z.string(), z.object({ limit: z.number() })),
});
const UserRow = z.object({ vipLevel: z.number().catch(0) });
const UsageRow = z.object({ limitBytes: z.number().optional() });

/**
 * Evaluates every code path that decides or shows a limit, using the functions' own code on the current rows. Writes
 * nothing.
 */
export async function evaluatePaths(
  connection: Connection,
  caller: { openid: string; userId: string },
): Promise<Answer[]> {
  const context = readingContext(connection, caller);
  const { userId } = caller;
  const now = connection.clock.now();
  const row = async (collection: string) =>
    (await connection.database.collection(collection).doc(userId).get()).data;
  const call = (action: Action<'member' | 'support', ReadingContext>, data: object = {}) =>
    action.handle(data, context);

  const paths: [path: string, about: About[], ask: () => Promise<Omit<Answer, 'path'>[]>][] = [
    [
      'aiGenerate.generate',
      ['image_daily', 'storage_bytes'],
      () => askGeneration(context, userId, now),
    ],
    [
      'aiGenerate.getDailyUsage',
      ['image_daily'],
      async () => [images(DailyUsage.parse(await readDailyUsage(context)))],
    ],
    [
      'login.wxLogin',
      ['image_daily', 'level'],
      async () => {
        const { dailyUsage: usage, user } = login.wxLogin.output.parse(await call(wxLogin));
        if (usage === null) throw new Error('今日用量读不到');
        return [images(usage), level(user.vipLevel)];
      },
    ],
    [
      'userInfo.getUserInfo',
      ['level'],
      async () => {
        const { user } = userInfo.getUserInfo.output.parse(await call(getUserInfo));
        return [level(user.vipLevel)];
      },
    ],
    [
      'chat.getQuota',
      ['chat_ap_monthly', 'level'],
      async () => {
        const own = chat.getQuota.output.parse(await call(getQuota));
        const { limit, used } = own;
        return [{ about: 'chat_ap_monthly', limit, used }, level(levelNumber(own.membershipLevel))];
      },
    ],
    [
      'quota.getOverview',
      [...quotaFeatures, 'level'],
      async () => {
        const own = quota.getOverview.output.parse(await call(getOverview));
        return [
          ...own.features.map(({ feature, limit, used }) => ({ about: feature, limit, used })),
          level(levelNumber(own.membershipLevel)),
        ];
      },
    ],
    [
      'quota.getUserOverview',
      [...quotaFeatures, 'level'],
      async () => {
        const seen = quota.getUserOverview.output.parse(await call(getUserOverview, { userId }));
        return [
          ...seen.features.map(({ feature, limit, used }) => ({ about: feature, limit, used })),
          level(levelNumber(seen.user.membershipLevel)),
        ];
      },
    ],
    [
      'quota.searchUsers',
      ['level'],
      async () => {
        const found = quota.searchUsers.output.parse(await call(searchUsers, { text: userId }));
        return found.users.map((user) => level(levelNumber(user.membershipLevel)));
      },
    ],
    [
      'quota_overviews',
      [...quotaFeatures, 'level'],
      async () => {
        const raw = await row('quota_overviews');
        if (raw === null || raw === undefined) return [];
        const shown = OverviewRow.parse(raw);
        const note = `推送给页面的行，版本 ${shown.version}`;
        return [
          ...Object.entries(shown.features).map(([feature, { limit }]) => ({
            ...{ about: feature as QuotaFeature, limit, used: null, note },
          })),
          { ...level(levelNumber(shown.membershipLevel)), note },
        ];
      },
    ],
    [
      'users.vipLevel',
      ['level'],
      async () => [
        { ...level(UserRow.parse(await row('users')).vipLevel), note: '副本，不作依据' },
      ],
    ],
    [
      'user_storage_usage.limitBytes',
      ['storage_bytes'],
      async () => {
        const { limitBytes: limit } = UsageRow.parse((await row('user_storage_usage')) ?? {});
        if (limit === undefined) return [];
        return [{ about: 'storage_bytes', limit, used: null, note: '副本，不作依据' }];
      },
    ],
  ];
  const answers: Answer[] = [];
  for (const [path, about, ask] of paths) {
    try {
      answers.push(...(await ask()).map((answer) => ({ ...answer, path })));
    } catch (error) {
      const nothing = { path, limit: null, used: null };
      // A disabled feature names no limit, which is not an error.
      const said = isAppError(error) && error.failure === 'FEATURE_OFF' ? 'note' : 'error';
      answers.push(...about.map((one) => ({ about: one, ...nothing, [said]: reasonOf(error) })));
    }
  }
  return answers;
}

/** Reads the same rows as `generate` does before it admits a request. */
async function askGeneration(
  { users, works }: ReadingContext,
  userId: string,
  now: Date,
): Promise<Omit<Answer, 'path'>[]> {
  const [member, count] = await Promise.all([
    users.members.find(userId),
    works.countDay(userId, businessDay(now)),
  ]);
  if (member === null) throw new Error('没有用户记录');
  const { limit } = resolveQuota('storage_bytes', member.facts, now);
  return [
    images(dailyUsage(member.facts, count.used, now)),
    { about: 'storage_bytes', limit, used: member.storage.usedBytes },
  ];
}

function images({ limit, used }: { limit: number; used: number }): Omit<Answer, 'path'> {
  return { about: 'image_daily', limit, used };
}

const levelNumber = (name: MembershipLevel) => membershipLevels.indexOf(name);

function level(number: number): Omit<Answer, 'path'> {
  return { about: 'level', limit: number, used: null };
}
