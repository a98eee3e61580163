import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Phone, Workshop } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';
import { adminStates } from './admin-states';
import { studioStates } from './studio-states';

const prompts = [
  '黄昏的窗台上，一只橘猫看着远山',
  '云海里的鲸',
  '雨夜里撑红伞的人',
  '雪山下的木屋',
];

const chatPath = 'packages/chat/talk/index';

export const states: State[] = [
  { name: '创作', who: 'alice', reach: seen('100 积分') },
  {
    name: '创作 · 写好了',
    who: 'alice',
    async reach(phone) {
      await phone.text('100 积分').waitFor();
      await phone.type('黄昏的窗台上，一只橘猫背对着我看远山，落日很低，安静温暖');
      await phone.button(/^展开选项/).click();
      await phone.text('情绪').waitFor();
    },
  },
  {
    name: '正在绘制',
    who: 'alice',
    isPassing: true,
    async reach(phone) {
      await generate(phone, '雨夜里撑红伞的人[stub:slow=9000]');
      await phone.text('正在绘制').waitFor();
    },
  },
  {
    name: '生成结果',
    who: 'bob',
    async reach(phone) {
      await generate(phone, '雨中的橘猫');
      await phone.text('已存入作品').waitFor();
    },
  },
  {
    name: '描述未通过',
    who: 'carol',
    async reach(phone) {
      await generate(phone, '一段色情的描述');
      await phone.text('修改描述').waitFor();
    },
  },
  {
    name: '没画成',
    who: 'carol',
    async reach(phone) {
      await generate(phone, '雨中的橘猫[stub:1113]');
      await phone.text('这张没画成').waitFor();
    },
  },
  {
    name: '积分不够',
    who: 'dora',
    async prepare(workshop) {
      await workshop.member('dora', { credits: 0 });
    },
    async reach(phone) {
      await generate(phone, '雨中的橘猫');
      await phone.text('积分不够了').waitFor();
    },
  },
  {
    name: '作品',
    who: 'emma',
    path: 'pages/works/index',
    async prepare(workshop) {
      for (const [index, prompt] of prompts.entries()) {
        const style = ['picture-book', 'anime', 'cyberpunk', 'ink'][index] ?? '';
        await draw(workshop, 'emma', prompt, style);
      }
    },
    reach: seen(/雪山下的木屋/),
  },
  {
    name: '作品详情',
    who: 'emma',
    path: 'pages/works/index',
    async reach(phone) {
      await phone.button(/云海里的鲸.*AI 生成/).click();
      await phone.button('重命名 云海里的鲸').waitFor();
    },
  },
  { name: '作品 · 空', who: 'frank', path: 'pages/works/index', reach: seen('还没有作品') },
  ...studioStates,
  { name: '我的', who: 'emma', path: 'pages/profile/index', reach: seen('免费用户') },
  { name: '灵感', who: 'alice', path: 'packages/picture/inspire/index' },
  { name: '积分记录', who: 'emma', path: 'packages/account/records/index', reach: seen(/余额/) },
  {
    name: '会员',
    who: 'alice',
    path: 'packages/account/plans/index',
    reach: seen('开通基础版'),
  },
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
  ...adminStates,
  { name: '编辑资料', who: 'alice', path: 'packages/account/edit/index' },
  { name: '设置', who: 'alice', path: 'packages/account/settings/index' },
  { name: '注销', who: 'alice', path: 'packages/account/leave/index', reach: seen('注销后会怎样') },
  {
    name: '注销 · 已了解',
    who: 'alice',
    path: 'packages/account/leave/index',
    async reach(phone) {
      await phone.button('我已了解，注销后不能恢复').click();
    },
  },
  {
    name: '注销 · 已注销',
    who: 'leo',
    path: 'packages/account/leave/index',
    async reach(phone) {
      await phone.button('我已了解，注销后不能恢复').click();
      await phone.text('注销账户').last().click();
      await phone.page.locator('.modal-confirm').click();
      await phone.text('账户已注销').waitFor();
    },
  },
  { name: '关于', who: 'alice', path: 'packages/account/about/index' },
  { name: '隐私', who: 'alice', path: 'packages/account/privacy/index' },
  { name: '用户协议', who: 'alice', path: 'packages/account/agreement/index' },
];

async function generate(phone: Phone, prompt: string): Promise<void> {
  await phone.text(/积分/).waitFor();
  await phone.type(prompt);
  await phone.button(/^生成/).click();
}

async function draw(workshop: Workshop, who: string, prompt: string, style: string): Promise<void> {
  const known = await workshop.rows('styles', { _id: style });
  const requestId = `screens-${prompts.indexOf(prompt)}`;
  const data = { requestId, prompt, size: '864x1152', style: known.length > 0 ? style : '' };
  await workshop.invoke(who, 'aiGenerate', 'generate', data);
}

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

/** So many AP of the month are used. */
async function spend(workshop: Workshop, who: string, monthlyUsed: number): Promise<void> {
  const [row] = await workshop.rows('chat_quotas', { _id: userIdOf(who) });
  await workshop.put('chat_quotas', { ...row, monthlyUsed });
}
