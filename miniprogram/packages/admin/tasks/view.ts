import type { DeadJob } from '../../../../cloudfunctions/shared/contracts/queue';
import { moneyName } from '../../../utils/money';
import { joined } from '../../../utils/names';
import { clockTime, momentName } from '../../../utils/time';
import { explainReason, toReasonCount } from '../reason';

export type Choice = 'replay' | 'discard';

export const choices: { id: Choice; name: string }[] = [
  { id: 'replay', name: '重放' },
  { id: 'discard', name: '丢弃' },
];

export type DeadCard = {
  jobId: string;
  userId: string;
  title: string;
  who: string;
  times: string;
  short: string;
  refund: string;
  hasRefund: boolean;
  /** What happened, in words. */
  cause: string;
  code: string;
  trace: string;
};

const types: Record<DeadJob['type'], string> = { photography: '服装摄影', fitting: '虚拟试衣' };

const causes: Record<string, string> = {
  PROVIDER_TIMEOUT: '服务商一直没有按时返回',
  PROVIDER_FAILED: '服务商几次都没有画成',
  PROVIDER_BUSY: '服务商一直太忙',
  PROVIDER_OUTCOME_UNKNOWN: '服务商结果未知，没有重新请求',
  PROVIDER_NOT_CONFIGURED: '没有可用的服务商',
  PICTURE_NOT_STORED: '画好了，但保存失败',
  INTERRUPTED: '处理中断了太多次',
  INTERNAL: '程序内部出错',
};

export function causeOf(reason: string): string {
  return Object.prototype.hasOwnProperty.call(causes, reason)
    ? (causes[reason] ?? '')
    : '多次尝试都没有成功';
}

export function toDeadCard(job: DeadJob, now: number): DeadCard {
  const { jobId, userId, type, sceneName, reason, lastError, attempts, lostLeases } = job;
  const tried = attempts > 0 ? `试了 ${attempts} 次` : '';
  const lost = lostLeases > 0 ? `中断 ${lostLeases} 次` : '';
  const name = job.nickname === '' ? userId : job.nickname;
  return {
    ...{ jobId, userId },
    title: joined(types[type], sceneName),
    who: `用户 ${name}`,
    times: joined(
      `${momentName(job.createdAt, now)} 提交`,
      `${clockTime(job.diedAt)} 停止`,
      tried,
      lost,
    ),
    short: joined(momentName(job.diedAt, now), `用户 ${name}`, tried),
    refund: job.refundedCredits > 0 ? `已退 ${job.refundedCredits} 积分` : '没有扣积分',
    hasRefund: job.refundedCredits > 0,
    cause: causeOf(reason),
    code: joined(reason, lastError === reason ? '' : lastError),
    trace: joined(jobId, job.providers.join('、')),
  };
}

export type ActView = {
  effect: string;
  cost: string;
  act: string;
  canAct: boolean;
  /** Why it cannot be done yet; empty when it can. */
  blocked: string;
  label: string;
  reasonCount: string;
  isReasonOver: boolean;
};

/** What the choice would do, before it is done. */
export function toActView(job: DeadJob | null, choice: Choice, reason: string): ActView {
  const problem = explainReason(reason);
  const fen = job?.replayFen ?? null;
  const price = fen === null ? '' : `约 ${moneyName(fen)}`;
  const isReplay = choice === 'replay';
  const act = isReplay ? '重放这一张' : '丢弃这一张';
  const blocked = isReplay && fen === null ? '没有启用的服务商' : problem;
  return {
    effect: isReplay
      ? fen === null
        ? '现在没有启用的服务商，先到「服务商」里启用一个'
        : `再向服务商请求 1 次，${price} 由我们出，用户不再扣积分；画成后补进他的作品，并通知一次`
      : '从列表移除，不再重画；用户的积分已经退回，作品保持「生成失败」',
    cost: isReplay ? price : '',
    act,
    ...{ canAct: blocked === '', blocked },
    // The label read aloud begins with the visible text.
    label: joined(isReplay ? `${act} ${price}` : act, blocked).trim(),
    ...toReasonCount(reason),
  };
}

export function toSummary(jobs: readonly DeadJob[], isAtEnd: boolean): string {
  const count = isAtEnd ? `${jobs.length} 个` : `${jobs.length} 个以上`;
  return `${count} · 用户的积分都已退回`;
}
