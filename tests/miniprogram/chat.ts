import type { ChatMessage, ChatQuota } from '../../cloudfunctions/shared/contracts/chat';

export function someMessage(more: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: `${more.role ?? 'user'}_1`,
    sessionId: 's1',
    messageId: 'm1',
    role: 'user',
    text: '想画一只猫',
    status: 'completed',
    apUsed: 0,
    createdAt: '2026-11-21T07:02:00.000Z',
    ...more,
  };
}

export function someQuota(more: Partial<ChatQuota> = {}): ChatQuota {
  return {
    used: 0,
    limit: 100,
    held: 0,
    remaining: 100,
    resetAt: '2026-11-30T16:00:00.000Z',
    todayUsed: 0,
    totalUsed: 0,
    membershipLevel: 'free',
    priceAp: 1,
    warning: false,
    recommendedPlan: 'basic',
    ...more,
  };
}
