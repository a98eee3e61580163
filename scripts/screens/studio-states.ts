import { eventually } from '../../tests/support/eventually';
import type { Phone, Workshop } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';

const photographyPath = 'packages/studio/photography/index';
const fittingPath = 'packages/studio/fitting/index';
const tasksPath = 'packages/studio/tasks/index';

/** Pages of `packages/studio`: orders, tasks and results. */
export const studioStates: State[] = [
  { name: '服装摄影', who: 'mia', path: photographyPath, reach: seen('没有照片，用示例试拍') },
  {
    name: '服装摄影 · 选好了',
    who: 'mia',
    path: photographyPath,
    async reach(phone) {
      await phone.text('没有照片，用示例试拍').waitFor();
      await sample(phone).click();
      await phone.button('老城小巷').click();
    },
  },
  { name: '虚拟试衣', who: 'mia', path: fittingPath, reach: seen('正面、全身、单人') },
  {
    name: '虚拟试衣 · 选照片',
    who: 'mia',
    path: fittingPath,
    async reach(phone) {
      await phone.button('添加人物照').click();
      await phone.text('从相册选').waitFor();
    },
  },
  {
    name: '虚拟试衣 · 选好了',
    who: 'mia',
    path: fittingPath,
    async reach(phone) {
      await phone.text('没有照片，用示例人物').waitFor();
      await sample(phone).click();
      await phone.button('更换人物照').waitFor();
      await sample(phone).click();
      await phone.button('更换服装照').waitFor();
    },
  },
  {
    name: '服装摄影 · 绘制中',
    who: 'pia',
    path: photographyPath,
    isPassing: true,
    async reach(phone) {
      await phone.text('没有照片，用示例试拍').waitFor();
      await sample(phone).click();
      await phone.button('老城小巷').click();
      await phone.button(/^提交拍摄/).click();
      await phone.text(/^已完成 \d\/4 张/).waitFor();
    },
  },
  { name: '任务 · 空', who: 'frank', path: tasksPath, reach: seen('还没有任务') },
  {
    name: '任务',
    who: 'nora',
    path: tasksPath,
    async prepare(workshop) {
      await workshop.member('nora');
      const [person, garment] = await Promise.all([
        sampleId(workshop, 'person'),
        sampleId(workshop, 'garment'),
      ]);
      const garments = [{ assetId: garment, part: 'top' }];
      await workshop.invoke('nora', 'fitting', 'generate', {
        ...{ requestId: 'screens-fitting', expectedCost: 1, personAssetId: person, garments },
      });
      const [scene] = await workshop.rows('scenes', { name: '老城小巷' });
      await workshop.invoke('nora', 'photography', 'generate', {
        ...{ requestId: 'screens-photography', expectedCost: 4, garmentAssetId: garment },
        ...{ sceneId: scene?._id, count: 4 },
      });
      await eventually(async () => {
        // Move the queue by hand, because no open phone does.
        await workshop.invoke('nora', 'queue', 'nudge');
        const tasks = await workshop.rows('task_queue');
        if (tasks.some(({ state }) => state !== 'completed'))
          throw new Error(JSON.stringify(tasks));
      });
    },
    reach: seen(/服装摄影/),
  },
  {
    name: '任务 · 四张',
    who: 'nora',
    path: tasksPath,
    async reach(phone) {
      await phone.text(/服装摄影/).click();
      await phone.text('已完成 4/4 张').waitFor();
    },
  },
  {
    name: '任务 · 一张',
    who: 'nora',
    path: tasksPath,
    async reach(phone) {
      await phone.text(/服装摄影/).click();
      await phone.button(/^第 1 张，AI 生成/).click();
      await phone.button('保存到相册').waitFor();
    },
  },
  {
    name: '任务 · 试衣结果',
    who: 'nora',
    path: tasksPath,
    async reach(phone) {
      await phone.text(/虚拟试衣/).click();
      await phone.text('看试衣结果').click();
      await phone.button('保存到相册').waitFor();
    },
  },
  {
    name: '任务 · 左右对比',
    who: 'nora',
    path: tasksPath,
    async reach(phone, workshop) {
      const [task] = await workshop.rows('task_queue', { type: 'fitting' });
      // The storage of the ordering phone, which still knows the photo before the try-on.
      const personAssetId = await sampleId(workshop, 'person');
      const notes = [{ taskId: task?._id, title: '驼色大衣', personAssetId }];
      await phone.page.evaluate(`wx.setStorageSync('studioOrders', ${JSON.stringify(notes)})`);
      await phone.text(/虚拟试衣/).click();
      await phone.text('看试衣结果').click();
      await phone.text('左右对比').waitFor();
    },
  },
];

function sample(phone: Phone) {
  return phone.page.locator('[aria-label^="用"]').filter({ visible: true }).first();
}

async function sampleId(workshop: Workshop, kind: string): Promise<string> {
  const reply = await workshop.invoke('nora', 'storage', 'listAssets', { kind });
  return (reply as { data: { samples: { assetId: string }[] } }).data.samples[0]?.assetId ?? '';
}
