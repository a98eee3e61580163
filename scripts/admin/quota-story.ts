import { explainLimit } from '../../cloudfunctions/quota/explain';
import type { Reason } from '../../cloudfunctions/quota/explain';
import { readUsage } from '../../cloudfunctions/quota/usage';
import { quotaFeatures } from '../../cloudfunctions/shared/domain/quota/features';
import type { QuotaFeature } from '../../cloudfunctions/shared/domain/quota/features';
import { levelNumberOf, resolveQuota } from '../../cloudfunctions/shared/domain/quota/quota';
import type { Quota } from '../../cloudfunctions/shared/domain/quota/quota';
import type { Connection } from './connection';
import { evaluatePaths } from './quota-paths';
import type { About, Answer } from './quota-paths';
import { readingContext } from './reading-context';

/** The limits of a user as every code path sees them, the reasons, and contradictions between paths. */
export type QuotaStory = {
  userId: string;
  nickname: string;
  level: number | null;
  features: { feature: QuotaFeature; quota: Quota | null; reasons: Reason[] }[];
  answers: Answer[];
  disagreements: { about: About; what: string }[];
};

const abouts: readonly About[] = [...quotaFeatures, 'level'];

/**
 * Null when there is no such user. When paths disagree, it reads once more, because the user may have been active in
 * between.
 */
export async function readQuotaStory(
  connection: Connection,
  userId: string,
): Promise<QuotaStory | null> {
  const { clock, database } = connection;
  const row = (await database.collection('users').doc(userId).get()).data as {
    _openid?: unknown;
    nickname?: unknown;
  } | null;
  if (row == null) return null;
  const caller = { userId, openid: typeof row._openid === 'string' ? row._openid : '' };
  let answers = await evaluatePaths(connection, caller);
  let disagreements = contradictions(answers);
  if (disagreements.length > 0) {
    await clock.sleep(1000);
    answers = await evaluatePaths(connection, caller);
    disagreements = contradictions(answers);
  }
  return {
    userId,
    nickname: typeof row.nickname === 'string' ? row.nickname : '',
    ...(await why(connection, caller)),
    answers,
    disagreements,
  };
}

function contradictions(answers: readonly Answer[]): QuotaStory['disagreements'] {
  return abouts.flatMap((about) => {
    const said = answers.filter((answer) => answer.about === about);
    const failed = said.filter(({ error }) => error !== undefined);
    const different = (field: 'limit' | 'used') =>
      [...new Set(said.map((answer) => answer[field]))].filter((value) => value !== null);
    const [limits, used] = [different('limit'), different('used')];
    return [
      ...(limits.length > 1 ? [{ about, what: `各处的额度不同：${limits.join('、')}` }] : []),
      ...(used.length > 1 ? [{ about, what: `各处的用量不同：${used.join('、')}` }] : []),
      ...failed.map(({ path, error }) => ({ about, what: `${path} 答不出：${error ?? ''}` })),
    ];
  });
}

/** The rows that decide the limits. Empty when they cannot be read, which the paths have already reported. */
async function why(
  connection: Connection,
  caller: { userId: string; openid: string },
): Promise<Pick<QuotaStory, 'level' | 'features'>> {
  const context = readingContext(connection, caller);
  const now = connection.clock.now();
  try {
    const member = await context.users.members.find(caller.userId);
    if (member === null) throw new Error('没有用户记录');
    const usage = await readUsage(member, context, now);
    const { facts } = member;
    return {
      level: levelNumberOf(facts, now),
      features: quotaFeatures.map((feature) => ({
        feature,
        quota: resolveQuota(feature, facts, now),
        reasons: explainLimit(feature, caller.userId, facts, usage[feature], now),
      })),
    };
  } catch {
    const features = quotaFeatures.map((feature) => ({ feature, quota: null, reasons: [] }));
    return { level: null, features };
  }
}
