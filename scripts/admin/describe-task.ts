import type { TaskRecords } from '../../cloudfunctions/shared/data/tasks/records';
import type { Job } from '../../cloudfunctions/shared/domain/tasks/job';
import { problems } from '../../cloudfunctions/shared/integrity/rules/findings';
import { signedStatus } from '../../cloudfunctions/shared/integrity/rules/report';
import type { TaskReport } from './task-story';

/** Describes the history of a task for an admin, without names of users and without photos. */
export function describeTask(told: TaskReport): string {
  const { assets, decisions, files, findings, ledger, message, steps, task, taskId, uses } = told;
  return [
    `🔍 任务 ${taskId}`,
    `📊 状态: ${signedStatus(told.status)}`,
    '',
    '📄 任务:',
    ...(task === null
      ? ['   （没有）']
      : [
          `   ${typeWords[task.type]}，${task.state}（${task.stage}${task.waitsFor === undefined ? '' : `，等待 ${task.waitsFor}`}），用户 ${task.userId}`,
          `   完成 ${task.done}/${task.total}，预留 ${task.reserved} 积分，消耗 ${task.spent}，退回 ${task.refunded}`,
          `   提交 ${at(task.createdAt)}，更新 ${at(task.updatedAt)}，结束 ${at(task.endedAt)}`,
        ]),
    ...told.jobs.flatMap((job) => describePicture(job, told)),
    '👕 素材:',
    ...orNone(
      assets.map(({ id, isSample, kind, reason, removedAt, status }) => {
        const use = uses.find(({ assetId }) => assetId === id);
        const held = use === undefined ? '没有占用' : `占用至 ${at(use.endedAt ?? undefined)}`;
        return `   ${id} ${isSample ? '示例' : kind} ${status}${reason === undefined ? '' : `（${reason}）`}，${held}${removedAt === null ? '' : `，删除于 ${at(removedAt)}`}`;
      }),
    ),
    '💰 积分流水:',
    ...orNone(
      ledger.map(
        ({ after, amount, before, createdAt, id }) =>
          `   ${at(createdAt)} ${id} ${amount}（${before} → ${after}）`,
      ),
    ),
    '🖼 文件:',
    ...orNone(files.map(({ exists, fileId }) => `   ${exists ? '✅' : '❌ 不存在'} ${fileId}`)),
    '📨 通知:',
    message === null
      ? '   （没有）'
      : `   ${message.state}，问过微信 ${message.tries} 次，${message.outcome || '没有回应'}，下次 ${at(message.dueAt ?? undefined)}`,
    ...section(
      '🛠 管理记录:',
      decisions.map(
        ({ action, after, createdAt, operator, target }) =>
          `   ${at(createdAt)} ${action} ${target}，${operator} → ${JSON.stringify(after)}`,
      ),
    ),
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
    '💡 下一步:',
    ...(steps.length === 0 ? ['   不用处理'] : steps.map((step) => `   · ${step}`)),
  ].join('\n');
}

const typeWords = { photography: '服装摄影', fitting: '虚拟试衣' } as const;

function describePicture(job: Job, { attempts, moderations, slots, works }: TaskRecords): string[] {
  const { dueAt, errorCode, id, lastError, leaseUntil } = job;
  const work = works.find((one) => one.id === id);
  const own = attempts.filter(({ workId }) => workId === id);
  const flags = [
    ...(job.hasRerolled ? ['重做过一次'] : []),
    ...(job.hasDoubt ? ['细节可能不同'] : []),
    ...(job.cancelRequestedAt === null ? [] : [`要求取消 ${at(job.cancelRequestedAt)}`]),
    ...(job.replayOf === undefined ? [] : [`重做自 ${job.replayOf}`]),
  ];
  return [
    `🎞 图片 ${id}:`,
    `   排队记录 ${job.state}，作品 ${work?.status ?? '（没有）'}${flags.map((flag) => `，${flag}`).join('')}`,
    `   领取 ${job.attempts} 次，丢失租约 ${job.lostLeases} 次，租约 ${job.leaseToken} 至 ${at(leaseUntil ?? undefined)}，下次 ${at(dueAt ?? undefined)}`,
    ...(work === undefined
      ? []
      : [`   花费 ${work.cost} 积分，退回 ${work.refundedCredits}，席位 ${work.seat}`]),
    ...(errorCode === '' && lastError === '' ? [] : [`   原因 ${errorCode || '—'}，${lastError}`]),
    ...own.map(
      ({ costFen, endedAt, model, n, outcome, providerCode, startedAt, wasteFen, ...attempt }) =>
        `   第 ${n} 次 ${attempt.provider}:${model} ${at(startedAt)} → ${at(endedAt)} ${outcome}${providerCode === '' ? '' : `（${providerCode}）`}，任务号 ${attempt.providerTaskId ?? '—'}，花费 ${yuan(costFen)}，浪费 ${yuan(wasteFen)}`,
    ),
    ...moderations
      .filter(({ subject }) => subject.id === id || subject.id === `${id}:2`)
      .map(({ begunAt, state, tries }) => `   审核 ${at(begunAt)} ${state}，提交 ${tries} 次`),
    ...slots
      .filter(({ holder }) => holder.startsWith(`${id}:`))
      .map(({ id: slotId, until }) => `   占用名额 ${slotId} 至 ${at(until)}`),
  ];
}

function at(moment: Date | undefined): string {
  return moment === undefined ? '—' : moment.toISOString();
}

function yuan(fen: number): string {
  return `${(fen / 100).toFixed(2)} 元`;
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}

function orNone(lines: string[]): string[] {
  return lines.length === 0 ? ['   （没有）'] : lines;
}
