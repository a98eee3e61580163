import type { Workshop } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';

const prompts = [
  '黄昏的窗台上，一只橘猫看着远山',
  '云海里的鲸',
  '雨夜里撑红伞的人',
  '雪山下的木屋',
];

/** The tab 作品, and the page of one work. */
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
    name: '作品 · 选择',
    who: 'emma',
    path: 'pages/works/index',
    async reach(phone) {
      await phone.page.getByRole('button', { name: '选择', exact: true }).click();
      await phone.button('全选 今天').click();
      await phone.page.getByLabel(/云海里的鲸.*AI 生成/).click();
      await phone.text('已选 3 张').waitFor();
    },
  },
  {
    name: '作品 · 没有找到',
    who: 'emma',
    path: 'pages/works/index',
    async reach(phone) {
      await phone.page.getByPlaceholder('搜标题或描述').fill('极光');
      await phone.text('没有找到').waitFor();
    },
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
  {
    name: '分享',
    who: 'emma',
    path: 'pages/works/index',
    async reach(phone) {
      await phone.button(/云海里的鲸.*AI 生成/).click();
      await phone.button('分享 云海里的鲸').click();
      await phone.text('发给微信好友').waitFor();
    },
  },
  {
    name: '分享 · 朋友看到的',
    who: 'sam',
    async reach(phone, workshop) {
      await phone.page.goto(sharedAddress(workshop, await share(workshop)));
      await phone.text('画同款').waitFor();
    },
  },
  {
    name: '分享 · 已不公开',
    who: 'sam',
    async reach(phone, workshop) {
      await phone.page.goto(sharedAddress(workshop, 'none'));
      await phone.text('作品已不公开').waitFor();
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

/** Shares a picture and returns its token. */
async function share(workshop: Workshop): Promise<string> {
  const [work] = await workshop.rows('works', { prompt: '云海里的鲸' });
  const input = { workId: String(work?.['_id']), withPrompt: true };
  const reply = await workshop.invoke('emma', 'workManage', 'shareWork', input);
  return (reply as { data: { token: string } }).data.token;
}

function sharedAddress({ url }: Workshop, token: string): string {
  const query = new URLSearchParams({
    ...{ user: 'sam', page: 'packages/picture/shared/index', token },
  });
  return `${url}/app.html?${query.toString()}`;
}
