import type { TaskRecords } from '../../cloudfunctions/shared/data/tasks/records';
import { isOpen } from '../../cloudfunctions/shared/domain/tasks/job';
import type { Job } from '../../cloudfunctions/shared/domain/tasks/job';
import type { WorkFailure } from '../../cloudfunctions/shared/domain/work/failure';
import { advice, problems } from '../../cloudfunctions/shared/integrity/rules/findings';
import type { Finding } from '../../cloudfunctions/shared/integrity/rules/findings';

/** What an admin should do about a task, most urgent first. Empty when nothing is needed. */
export function nextSteps(records: TaskRecords, findings: readonly Finding[], now: Date): string[] {
  const { attempts, jobs, task } = records;
  const steps = new Set<string>(findings.map(({ problem }) => advice[problems[problem].advice]));
  for (const job of jobs) {
    const step = isOpen(job) ? null : stepOf(job);
    if (step !== null) steps.add(step);
  }
  for (const { orphanFileId, outcome, provider, providerTaskId, workId } of attempts) {
    if (outcome === 'unknown') {
      const at = providerTaskId === undefined ? '没有任务号' : `任务号 ${providerTaskId}`;
      steps.add(`图片 ${workId}：到 ${provider} 的后台核对是否已经计费（${at}）；不会自动重发`);
    }
    if (orphanFileId !== undefined) {
      steps.add(`图片 ${workId}：迟到的图片在 ${orphanFileId}，没有交给用户，可供核对`);
    }
  }
  const isWaiting = jobs.some((job) => isOpen(job) && (job.dueAt ?? now) > now);
  if (task?.waitsFor === 'assets' && isWaiting) {
    steps.add('照片还在审核：通过后自动继续，35 分钟没有结论按未通过结束并退回，不用处理');
  }
  if (task?.waitsFor === 'tomorrow' && isWaiting) {
    steps.add(
      '当日绘制预算已用完：明日 0 点后自动继续；要提前放行，调高 app_config/budget 的 dailyFen',
    );
  }
  return [...steps];
}

const failures: Partial<Record<WorkFailure, string>> = {
  ASSET_REFUSED: '照片没有通过审核，请用户换一张照片重新提交',
  ASSET_GONE: '照片已被删除，请用户重新选择照片',
  PICTURE_REFUSED: '结果没有通过审核，没有给任何人看过；同样的描述多次如此，检查场景与提示词',
  CHECK_UNAVAILABLE: '审核一直没有结论：核对小程序的消息推送是否到达 push 函数',
  PROVIDER_TIMEOUT: '服务商超时：24 小时内来的图片会记为迟到，不会交付',
  PROVIDER_FAILED: '服务商都没有完成：在管理页的服务商中看冷却与试调',
  PROVIDER_BUSY: '服务商一直繁忙：在管理页的服务商中看冷却、并发与每分钟上限',
};

function stepOf({ discardedAt, errorCode, id, state }: Job): string | null {
  if (state === 'dead') {
    return discardedAt === undefined
      ? `图片 ${id} 已放弃，积分已退回：在管理页「死信任务」里重放（费用由我们承担）或丢弃`
      : null;
  }
  const step = failures[errorCode as WorkFailure];
  return state !== 'failed' || step === undefined ? null : `图片 ${id}：${step}`;
}
