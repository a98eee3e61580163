import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Workshop } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';

const chatPath = 'packages/chat/talk/index';

/** Pages of `packages/chat`. */
export const chatStates: State[] = [
  {
    name: '灵感聊天 · 空',
    who: 'alice',
    path: chatPath,
    reach: seen('说个想法，一起把它变成画面'),
  },
  {
    name: '灵感聊天',
    who: 'grace',
    path: chatPath,
    async prepare(workshop) {
      await workshop.member('grace');
      const first = await say(workshop, 'grace', '想画一张中秋的图，不要嫦娥和玉兔，要安静一点的');
      await say(workshop, 'grace', '不错，再给一个江南的版本', first);
      await spend(workshop, 'grace', 84);
    },
    reach: seen('只剩 16 AP 了'),
  },
  {
    name: '灵感聊天 · 正在回答',
    who: 'henry',
    path: chatPath,
    isPassing: true,
    async reach(phone) {
      await phone.text('说个想法，一起把它变成画面').waitFor();
      await phone.type('把「想家」画成一个画面[stub:pace=400]');
      await phone.button('发送').click();
      await phone.page.locator('.said:not(.mine) .words').first().waitFor();
    },
  },
  {
    name: '灵感聊天 · 没回答成功',
    who: 'iris',
    path: chatPath,
    async reach(phone) {
      await phone.text('本月 AP').waitFor();
      await phone.type('雨夜的红伞[stub:cut-stream=3]');
      await phone.button('发送').click();
      await phone.text('没有回答成功，未扣 AP').waitFor();
    },
  },
  {
    name: 'AP 用完',
    who: 'jack',
    path: chatPath,
    async prepare(workshop) {
      await workshop.member('jack');
      await say(workshop, 'jack', '想画一张中秋的图，不要嫦娥和玉兔，要安静一点的');
      await spend(workshop, 'jack', 100);
    },
    async reach(phone) {
      await phone.button('发送，本月 AP 已用完').click();
      await phone.text('升级后立即生效').waitFor();
    },
  },
  { name: '全部对话', who: 'grace', path: 'packages/chat/sessions/index', reach: seen(/中秋/) },
];

async function say(
  workshop: Workshop,
  who: string,
  text: string,
  sessionId?: string,
): Promise<string> {
  const messageId = `screens-${who}-${sessionId === undefined ? 'first' : 'next'}`;
  const input = { messageId, text, ...(sessionId !== undefined && { sessionId }) };
  const reply = await workshop.invoke(who, 'chat', 'send', input);
  return (reply as { data: { sessionId: string } }).data.sessionId;
}

/** Sets how much AP the user has used this month. */
async function spend(workshop: Workshop, who: string, monthlyUsed: number): Promise<void> {
  const [row] = await workshop.rows('chat_quotas', { _id: userIdOf(who) });
  await workshop.put('chat_quotas', { ...row, monthlyUsed });
}
