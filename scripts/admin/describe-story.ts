import { problems } from '../../cloudfunctions/shared/integrity/rules/findings';
import { signedStatus } from '../../cloudfunctions/shared/integrity/rules/report';
import type { Story } from './story';

/** Describes the history of a work in chronological order for an admin. */
export function describeStory(story: Story): string {
  const { work, backup, user, entries, files, groupMates, adminLogs, logs, findings } = story;
  // The files of a deleted work should be gone.
  const goneWord = work?.['deletedAt'] == null ? null : '🗑 已删除';
  return [
    `🔍 作品 ${story.workId}`,
    `📊 状态: ${signedStatus(story.status)}`,
    '',
    '📄 作品记录:',
    ...(work === null
      ? ['   （没有）']
      : fields(work, [
          ...['status', 'type', 'userId', 'day', 'seat', 'cost', 'refundedCredits', 'provider'],
          ...['imageUrl', 'errorCode', 'errorMessage', 'createdAt', 'startedAt', 'completedAt'],
          ...['deletedAt', 'isRecovered', 'recoveredAt'],
        ])),
    '🧯 备份:',
    ...(backup === null
      ? ['   （没有）']
      : fields(backup, [
          ...['backupReason', 'originalError', 'retryCount', 'timestamp'],
          ...['isRecovered', 'recoveredAt', 'recoveryOutcome'],
        ])),
    '👤 用户:',
    user === null
      ? '   （没有）'
      : `   ${user.id}（${user.userType}）积分 ${user.credits}，生成次数 ${user.generateCount}`,
    '💰 积分流水:',
    ...orNone(
      entries.map(
        (row) =>
          `   ${show(row['createdAt'])} ${show(row['_id'])} ${show(row['amount'])}（${show(row['before'])} → ${show(row['after'])}）`,
      ),
    ),
    '🖼 文件:',
    ...orNone(
      files.map(
        ({ fileId, exists }) => `   ${exists ? '✅' : (goneWord ?? '❌ 不存在')} ${fileId}`,
      ),
    ),
    ...section(
      '👥 同组作品:',
      groupMates.map(({ id, status }) => `   ${id} ${status}`),
    ),
    ...section(
      '🛠 管理记录:',
      adminLogs.map(
        (row) =>
          `   ${show(row['createdAt'])} ${show(row['action'])} ${show(row['operator'])} → ${show(row['after'])}`,
      ),
    ),
    '📜 日志:',
    ...(logs === null
      ? ['   请在云开发控制台按作品编号搜索']
      : orNone(logs.map((row) => `   ${show(row['time'])} ${show(row['message'] ?? row)}`))),
    '',
    ...(findings.length === 0
      ? ['🎉 没有发现问题']
      : [
          '🚨 发现的问题:',
          ...findings.map(
            ({ problem, what }) =>
              `   ${problems[problem].severity === 'damaged' ? '❌' : '⚠️'} ${problem}: ${what}`,
          ),
        ]),
  ].join('\n');
}

function fields(row: Record<string, unknown>, names: readonly string[]): string[] {
  return names
    .filter((name) => row[name] !== undefined && row[name] !== null && row[name] !== '')
    .map((name) => `   ${name}: ${show(row[name])}`);
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function orNone(lines: string[]): string[] {
  return lines.length === 0 ? ['   （没有）'] : lines;
}

function show(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') return value;
  // The control API returns dates as EJSON.
  if (typeof value === 'object' && value !== null && '$date' in value) return show(value.$date);
  const written: unknown = JSON.stringify(value);
  return typeof written === 'string' ? written.slice(0, 200) : '';
}
