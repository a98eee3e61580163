import type { Phone } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';

/** The tab 创作: from the empty field to a picture, or to the reason why there is none. */
export const createStates: State[] = [
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
    name: '生成结果 · 双张',
    who: 'bob',
    async reach(phone) {
      await phone.text(/积分/).waitFor();
      await phone.type('荷塘里的两尾锦鲤');
      await phone.button(/^展开选项/).click();
      await phone.text('双张').click();
      await phone.button(/^生成/).click();
      await phone.text(/已存入作品/).waitFor();
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
    name: '灵感',
    who: 'alice',
    path: 'packages/picture/inspire/index',
    reach: (phone) => phone.button(/^用模板/).waitFor(),
  },
];

async function generate(phone: Phone, prompt: string): Promise<void> {
  await phone.text(/积分/).waitFor();
  await phone.type(prompt);
  await phone.button(/^生成/).click();
}
