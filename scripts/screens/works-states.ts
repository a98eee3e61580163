import type { Workshop } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';

const prompts = [
  '黄昏的窗台上，一只橘猫看着远山',
  '云海里的鲸',
  '雨夜里撑红伞的人',
  '雪山下的木屋',
];

/** 作品 and one of them. */
export const worksStates: State[] = [
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
];

async function draw(workshop: Workshop, who: string, prompt: string, style: string): Promise<void> {
  const known = await workshop.rows('styles', { _id: style });
  const requestId = `screens-${prompts.indexOf(prompt)}`;
  const data = { requestId, prompt, size: '864x1152', style: known.length > 0 ? style : '' };
  await workshop.invoke(who, 'aiGenerate', 'generate', data);
}
