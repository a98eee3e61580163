import type { AdminAct, WorkRow } from '../shared/contracts/admin';
import type { AdminLog } from '../shared/data/rows/admin-log';
import type { Work } from '../shared/domain/work/work';

/** Without the work's texts and picture, which are private to its owner. */
export function toWorkRow(work: Work, nickname: string): WorkRow {
  const { id: workId, userId, type, status, errorCode = '', errorMessage = '' } = work;
  const { cost, refundedCredits, createdAt, startedAt, completedAt } = work;
  const isTimed = startedAt !== undefined && completedAt !== undefined;
  return {
    ...{ workId, userId, nickname, type, status, errorCode, errorMessage, cost, refundedCredits },
    createdAt: createdAt.toISOString(),
    ms: isTimed ? Math.max(0, completedAt.getTime() - startedAt.getTime()) : null,
  };
}

export function toAct(
  { id, action, operator, after, createdAt }: AdminLog,
  name: string,
): AdminAct {
  const { reason } = after;
  return {
    ...{ id, action, adminId: operator, adminName: name },
    reason: typeof reason === 'string' ? reason : '',
    createdAt: createdAt.toISOString(),
  };
}
