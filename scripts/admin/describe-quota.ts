import { quotaFeatureTable } from '../../cloudfunctions/shared/domain/quota/features';
import type { QuotaUnit } from '../../cloudfunctions/shared/domain/quota/features';
import type { About, Answer } from './quota-paths';
import type { QuotaStory } from './quota-story';

const unitNames: Record<QuotaUnit, string> = { count: '次', ap: 'AP', bytes: '字节' };
const sources = { override: '覆盖', plan: '套餐', default: '默认' };

/** Describes every answer and the rows behind it for an admin. */
export function describeQuota(story: QuotaStory): string {
  const { userId, nickname, level, features, answers, disagreements } = story;
  return [
    `🔎 用户 ${userId}${nickname === '' ? '' : `（${nickname}）`}`,
    `📊 总体: ${disagreements.length === 0 ? '✅ 各处一致' : `❌ ${disagreements.length} 处不一致`}`,
    ...features.flatMap(({ feature, quota, reasons }) => [
      ...section(
        feature,
        quota === null ? '读不到' : `${quota.limit}，来源：${sources[quota.source]}`,
      ),
      ...describeAnswers(answers, feature),
      '   依据:',
      ...(reasons.length === 0 ? ['     （读不到）'] : []),
      ...reasons.map(
        ({ collection, id, decides, what }) =>
          `     ${decides ? '✔' : ' '} ${what}  [${collection} ${id}]`,
      ),
    ]),
    ...section('level', level === null ? '读不到' : String(level)),
    ...describeAnswers(answers, 'level'),
    '',
    ...(disagreements.length === 0
      ? ['🎉 没有发现问题']
      : [
          '🚨 不一致:',
          ...disagreements.map(({ about, what }) => `   ❌ ${about}: ${what}`),
          '💡 npm run resync-quotas -- --user 可重建概览与副本；额度本身由记录实时得出',
        ]),
  ].join('\n');
}

function section(about: About, verdict: string): string[] {
  return ['', titleOf(about), `   结论: ${verdict}`];
}

function titleOf(about: About): string {
  if (about === 'level') return '👤 会员等级（0 免费，1 基础，2 进阶，3 专业）';
  const { label, unit } = quotaFeatureTable[about];
  return `📏 ${label} ${about}（${unitNames[unit]}）`;
}

function describeAnswers(answers: readonly Answer[], about: About): string[] {
  return answers
    .filter((answer) => answer.about === about)
    .map(({ path, limit, used, note, error }) => {
      const said = error === undefined ? (limit === null ? '—' : String(limit)) : '❌ 答不出';
      const usage = used === null ? '' : `，已用 ${used}`;
      const more = error ?? note;
      return `   · ${path.padEnd(30)} ${said}${usage}${more === undefined ? '' : `（${more}）`}`;
    });
}
