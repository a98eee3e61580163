import type { Phone, Workshop } from '../../tests/support/workshop';

/** A page in one of its states: who looks, where the phone opens, and how the state is reached. */
export type State = {
  name: string;
  who: string;
  path?: string;
  /** Whether the state passes by itself, so that its picture cannot wait for everything to load. */
  isPassing?: boolean;
  prepare?(workshop: Workshop): Promise<void>;
  reach?(phone: Phone, workshop: Workshop): Promise<void>;
};

const prompts = [
  '黄昏的窗台上，一只橘猫看着远山',
  '云海里的鲸',
  '雨夜里撑红伞的人',
  '雪山下的木屋',
];

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
  { name: '我的', who: 'emma', path: 'pages/profile/index', reach: seen('免费用户') },
  { name: '灵感', who: 'alice', path: 'packages/picture/inspire/index' },
  { name: '积分记录', who: 'emma', path: 'packages/account/records/index', reach: seen(/余额/) },
  { name: '会员', who: 'alice', path: 'packages/account/plans/index' },
  { name: '编辑资料', who: 'alice', path: 'packages/account/edit/index' },
  { name: '设置', who: 'alice', path: 'packages/account/settings/index' },
  { name: '关于', who: 'alice', path: 'packages/account/about/index' },
  { name: '隐私', who: 'alice', path: 'packages/account/privacy/index' },
  { name: '用户协议', who: 'alice', path: 'packages/account/agreement/index' },
];

function seen(words: string | RegExp): (phone: Phone) => Promise<void> {
  return (phone) => phone.text(words).waitFor();
}

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
