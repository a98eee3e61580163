import type {
  OpenJob,
  WaitingBackup,
  WorkRow,
} from '../../../../cloudfunctions/shared/contracts/admin';
import { labelOf, workTypeLabel } from '../../../utils/labels';
import { joined } from '../../../utils/names';
import { momentName } from '../../../utils/time';
import type { Tone } from '../order-words';

export type Kind = 'works' | 'failed' | 'completed' | 'queue' | 'backups';

export const kinds: Record<Kind, { title: string; none: string }> = {
  works: { title: '最近作品', none: '还没有作品' },
  failed: { title: '失败的作品', none: '没有失败的作品' },
  completed: { title: '完成的作品', none: '还没有完成的作品' },
  queue: { title: '队列', none: '没有等待中的图片' },
  backups: { title: '待补存的图片', none: '没有待补存的图片' },
};

export function toKind(kind: string | undefined): Kind {
  return kind !== undefined && Object.prototype.hasOwnProperty.call(kinds, kind)
    ? (kind as Kind)
    : 'works';
}

export type Row = {
  id: string;
  userId: string;
  title: string;
  line: string;
  note: string;
  tag: string;
  tone: Tone;
};

const statuses: Record<WorkRow['status'], string> = {
  pending: '等待中',
  processing: '绘制中',
  completed: '已完成',
  failed: '失败',
  cancelled: '已取消',
};
const tones: Record<WorkRow['status'], Tone> = {
  pending: 'busy',
  processing: 'busy',
  completed: 'good',
  failed: 'bad',
  cancelled: '',
};
const stages: Record<OpenJob['state'], string> = {
  queued: '排队',
  drawing: '绘制',
  checking: '检查',
};

export function toWork(work: WorkRow, now: number): Row {
  const { workId: id, userId, nickname, type, status, errorCode, errorMessage, ms, cost } = work;
  const took = ms === null ? '' : `${Math.round(ms / 100) / 10} 秒`;
  const paid = cost === 0 ? '' : `${cost} 积分`;
  const refund = work.refundedCredits > 0 ? `已退 ${work.refundedCredits} 积分` : '';
  return {
    ...{ id, userId },
    title: joined(workTypeLabel(type), nickname || userId),
    line: joined(momentName(work.createdAt, now), took, refund || paid),
    note: joined(errorMessage, errorCode),
    tag: labelOf(statuses, status, '其他'),
    tone: labelOf(tones, status) as Tone,
  };
}

export function toJob(job: OpenJob, now: number): Row {
  const { jobId: id, userId, nickname, type, state, attempts, provider, lastError } = job;
  const waited = Math.max(0, Math.floor((now - Date.parse(job.createdAt)) / 60_000));
  return {
    ...{ id, userId, note: lastError },
    title: joined(workTypeLabel(type), nickname || userId),
    line: joined(
      `等了 ${waited} 分钟`,
      provider,
      attempts > 1 ? `第 ${attempts} 次` : '',
      job.lostLeases > 0 ? `中断 ${job.lostLeases} 次` : '',
    ),
    tag: labelOf(stages, state, '其他'),
    tone: state === 'queued' ? '' : 'busy',
  };
}

export function toBackup(backup: WaitingBackup, now: number): Row {
  const { workId: id, userId, nickname, error, retryCount, savedAt } = backup;
  return {
    ...{ id, userId, note: error },
    title: joined('图片', nickname || userId),
    line: joined(momentName(savedAt, now), `写了 ${retryCount} 次没有成功`),
    tag: '会自动补存',
    tone: 'warn',
  };
}
