import { createHash } from 'node:crypto';

export function userIdOf(openid: string): string {
  return `user_${digest(openid)}`;
}

/** The same request of the same user is the same work; `index` distinguishes the two works of a double. */
export function workIdOf(userId: string, requestId: string, index: number): string {
  return `work_${digest(`${userId}\n${requestId}\n${index}`)}`;
}

export function taskIdOf(userId: string, requestId: string): string {
  return `task_${digest(`${userId}\n${requestId}`)}`;
}

export function groupIdOf(userId: string, requestId: string): string {
  return `group_${digest(`${userId}\n${requestId}`)}`;
}

/** Makes an admin's operation idempotent: action, admin and request identify its line in `admin_logs`. */
export function auditIdOf(action: string, adminId: string, requestId: string): string {
  return `${action}:${adminId}:${requestId}`;
}

/** The same photo of the same user is the same asset; `times` distinguishes it from removed copies of it. */
export function assetIdOf(userId: string, kind: string, sha256: string, times: number): string {
  return `asset_${digest(`${userId}\n${kind}\n${sha256}\n${times}`)}`;
}

/** Identifies the path that a phone is told to upload a photo to. */
export function uploadIdOf(userId: string, kind: string, photoDigest: string): string {
  return `upload_${digest(`${userId}\n${kind}\n${photoDigest}`)}`;
}

export const creditLogIds = {
  welcome: (userId: string) => `welcome:${userId}`,
  consume: (workId: string) => `consume:${workId}`,
  refund: (workId: string) => `refund:${workId}`,
  adjust: (userId: string, requestId: string) => `adjust:${userId}:${requestId}`,
  /** `times`: a person may delete several accounts, one after another. */
  leave: (userId: string, times: number) => `leave:${userId}:${times}`,
  recharge: (orderId: string) => `recharge:${orderId}`,
  checkin: (userId: string, day: string) => `checkin:${userId}:${day}`,
  invite: (inviteeId: string) => `invite:${inviteeId}`,
  refundRecharge: (refundId: string) => `refund_recharge:${refundId}`,
  /** Returns what a failed refund had taken. */
  refundReturned: (refundId: string) => `refund_recharge:${refundId}:returned`,
  /** `causeId`: the entry whose credits repay what a forced refund could not take. */
  repaid: (causeId: string) => `repaid:${causeId}`,
};

/** The order number, here and at the channel: 8 to 32 characters, the same for the same tap. */
export function orderIdOf(userId: string, requestId: string): string {
  return `P${digest(`${userId}\norder\n${requestId}`)}`;
}

/** The refund number, here and at the channel. */
export function refundIdOf(orderId: string, cause: string): string {
  return `R${digest(`${orderId}\nrefund\n${cause}`)}`;
}

export function proposalIdOf(adminId: string, requestId: string): string {
  return `proposal_${digest(`${adminId}\n${requestId}`)}`;
}

/** The same facts about the same order are one event. */
export function eventIdOf(kind: string, orderId: string, facts: object): string {
  return `${kind}:${orderId}:${digest(JSON.stringify(facts))}`;
}

export const quotaAuditIds = {
  adjust: (adminId: string, requestId: string) => `adjust:${adminId}:${requestId}`,
};

/** Independent of the order of the fields. */
export function requestHashOf(input: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify(sorted));
}

/** An openid or id in the form that may appear in logs or be sent to a provider. */
export function anonymous(id: string): string {
  return digest(`anonymous\n${id}`).slice(0, 16);
}

const inviteAlphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Eight characters without look-alikes. */
export function inviteCodeOf(userId: string): string {
  const bytes = createHash('sha256').update(`invite\n${userId}`).digest().subarray(0, 8);
  return Array.from(bytes, (byte) => inviteAlphabet[byte % inviteAlphabet.length]).join('');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
