import type { Locator } from 'playwright-core';
import { nextMonth } from '../../cloudfunctions/shared/domain/time/business-month';
import type { Phone, Workshop } from '../support/workshop';

export const chatPath = 'packages/chat/talk/index';

type Reply = { code: number; data: { sessionId: string } };

/** Steps shared by the journeys through the chat. */
export function createChatSteps(workshop: () => Workshop) {
  return { openChat, talk, memberWithoutAp };

  async function openChat(
    who: string,
    known: string | RegExp = '说个想法，一起把它变成画面',
  ): Promise<Phone> {
    const phone = await workshop().phone(who, { path: chatPath });
    await phone.text(known).waitFor();
    await phone.text('本月 AP').waitFor();
    return phone;
  }

  async function talk(who: string, text: string, sessionId?: string): Promise<string> {
    const messageId = `journey-${text}-${sessionId ?? ''}`.replace(/[^\w-]/g, (sign) =>
      sign.charCodeAt(0).toString(36),
    );
    const input = { messageId, text, ...(sessionId !== undefined && { sessionId }) };
    const reply = (await workshop().invoke(who, 'chat', 'send', input)) as Reply;
    expect(reply.code).toBe(200);
    return reply.data.sessionId;
  }

  /** A member whose AP of the month are used up. */
  async function memberWithoutAp(who: string): Promise<string> {
    const userId = await workshop().member(who);
    const at = (moment: Date) => ({ $date: moment.toISOString() });
    const now = new Date();
    await workshop().put('chat_quotas', {
      _id: userId,
      userId,
      membershipLevel: 'free',
      monthlyQuota: 100,
      monthlyUsed: 100,
      holds: [],
      quotaResetAt: at(nextMonth(now)),
      totalUsed: 100,
      todayUsed: 0,
      todayDay: '',
      createdAt: at(now),
      updatedAt: at(now),
    });
    return userId;
  }
}

export async function send(phone: Phone, text: string): Promise<void> {
  await phone.type(text);
  await phone.button('发送').click();
}

export async function middleOf(node: Locator): Promise<{ x: number; y: number }> {
  const box = await node.boundingBox();
  if (!box) throw new Error('the element is not visible');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function composer(phone: Phone) {
  return phone.page.locator('textarea').filter({ visible: true }).first();
}

export function nextFrame(phone: Phone): Promise<void> {
  return phone.page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve())),
  );
}
