import * as z from 'zod';
import { auditIdOf, requestHashOf } from '../../domain/ids';
import { AppError } from '../../error';
import type { Transaction } from './database';
import { isMissing } from './rows';

/**
 * An admin's operation, done once per request id. `input` holds its other parameters, so that a different request is not mistaken
 * for a repetition.
 */
export type AdminRequest = {
  action: string;
  adminId: string;
  requestId: string;
  target: string;
  input: Readonly<Record<string, string>>;
};

export function adminRequest(
  action: string,
  target: string,
  { userId: adminId }: { userId: string },
  requestId: string,
  input: AdminRequest['input'],
): AdminRequest {
  return { action, target, adminId, requestId, input };
}

const Line = z.object({ requestHash: z.string().catch('') });

/** Whether it has been done already. Throws REQUEST_REUSED if the request id was used for something else. */
export async function isAudited(transaction: Transaction, request: AdminRequest): Promise<boolean> {
  const { data } = await lineOf(transaction, request).get();
  if (isMissing(data)) return false;
  if (Line.parse(data).requestHash !== hashOf(request)) throw new AppError('REQUEST_REUSED');
  return true;
}

/** Writes the line in `admin_logs`, in the transaction of the operation. */
export async function writeAudit(
  transaction: Transaction,
  request: AdminRequest,
  { before, after }: { before: object; after: object },
  now: Date,
): Promise<void> {
  const { action, adminId: operator, requestId: runId, target } = request;
  const requestHash = hashOf(request);
  await lineOf(transaction, request).set({
    data: { runId, operator, action, target, before, after, requestHash, createdAt: now },
  });
}

function lineOf(transaction: Transaction, { action, adminId, requestId }: AdminRequest) {
  return transaction.collection('admin_logs').doc(auditIdOf(action, adminId, requestId));
}

function hashOf({ target, input }: AdminRequest): string {
  return requestHashOf({ ...input, target });
}
