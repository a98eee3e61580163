import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

describe('the studio', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('photographs a sample garment in a scene: four pictures arrive, and all are in 作品', async () => {
    const phone = await openStudio('服装摄影');
    await phone.text('没有照片，用示例试拍').waitFor();
    await sample(phone).click();
    await phone.text('照片清晰，可以使用').waitFor();
    await phone.button('老城小巷').click();
    await phone.button(/^提交拍摄 · 4 积分/).click();

    await phone.text('已完成 4/4 张').waitFor();
    await phone.picture('studio-1-four');
    expect(await workshop.rows('users')).toMatchObject([{ credits: 96 }]);
    const works = await workshop.rows('works');
    expect(works.map(({ status }) => status)).toEqual(Array(4).fill('completed'));

    await phone.text('去「作品」看看').click();
    await eventually(async () => {
      expect(await phone.button(/AI 生成/).isVisible()).toBe(true);
    });
  });

  it('tries a garment on, and moves the edge by dragging and by keys', async () => {
    const phone = await tryOn();
    await phone.text('看试衣结果').click();
    await phone.text('左右对比').waitFor();
    const slider = phone.page.getByRole('slider').filter({ visible: true }).first();
    const box = await slider.boundingBox();
    if (box === null) throw new Error('the slider has no box');

    await phone.page.mouse.move(box.x + box.width * 0.46, box.y + 200);
    await phone.page.mouse.down();
    await phone.page.mouse.move(box.x + box.width * 0.8, box.y + 204, { steps: 8 });
    await phone.page.mouse.up();
    await eventually(async () => {
      expect(await slider.getAttribute('aria-valuenow')).toBe('80');
    });
    await phone.page.keyboard.press('ArrowLeft');
    await eventually(async () => {
      expect(await slider.getAttribute('aria-valuetext')).toBe('试衣前 75%');
    });
    await phone.text('试衣后').click();
    await eventually(async () => {
      expect(await slider.getAttribute('aria-valuenow')).toBe('0');
    });
    await phone.picture('studio-2-tried-on');
  });

  it('cancels what has not begun, and gives it back', async () => {
    await workshop.member('alice');
    const [person, garment] = await Promise.all([sampleId('person'), sampleId('garment')]);
    const order = { requestId: 'journey', expectedCost: 1, personAssetId: person };
    await workshop.invoke('alice', 'fitting', 'generate', {
      ...order,
      garments: [{ assetId: garment, part: 'top' }],
    });
    const [task] = await workshop.rows('task_queue');
    await workshop.invoke('alice', 'queue', 'cancelTask', { taskId: String(task?._id) });

    const phone = await workshop.phone('alice', { path: 'packages/studio/tasks/index' });
    await phone.text('已取消，1 积分已退回').waitFor();
    await phone.picture('studio-3-cancelled');
    expect(await workshop.rows('users')).toMatchObject([{ credits: 100 }]);
  });

  it('offers samples and the settings when the album is refused', async () => {
    const phone = await openStudio('服装摄影', { denied: 'album' });
    await phone.text('没有照片，用示例试拍').waitFor();
    await phone.button('从相册选').click();
    await phone.text(/^\s*同意\s*$/).click();
    await phone.page.getByText('没有相册权限').waitFor();
    await phone.picture('studio-4-album-refused');
    await phone.page.getByRole('button', { name: '取消' }).click();

    await sample(phone).click();
    await eventually(async () => {
      expect(await phone.text('照片清晰，可以使用').isVisible()).toBe(true);
    });
  });

  async function openStudio(entry: string, query: Record<string, string> = {}): Promise<Phone> {
    const phone = await workshop.phone('alice', { query });
    await phone.text('100 积分').waitFor();
    await phone.button(entry).click();
    return phone;
  }

  /** Makes a try-on, from the entry to the finished picture. */
  async function tryOn(): Promise<Phone> {
    const phone = await openStudio('虚拟试衣');
    await phone.text('没有照片，用示例人物').waitFor();
    await phone.button('添加人物照').click();
    await phone.text('从相册选').waitFor();
    // The samples of the sheet follow those of the page in the document.
    await samples(phone).last().click();
    await phone.button('更换人物照，照片清晰，可以使用').waitFor();
    await sample(phone).click();
    await phone.button('更换服装照，照片清晰，可以使用').waitFor();
    await phone.button(/^开始试衣 · 1 积分/).click();
    await phone.text('已完成 1/1 张').waitFor();
    return phone;
  }

  const samples = (phone: Phone) =>
    phone.page.locator('[aria-label^="用"]').filter({ visible: true });
  const sample = (phone: Phone) => samples(phone).first();

  async function sampleId(kind: string): Promise<string> {
    const reply = await workshop.invoke('alice', 'storage', 'listAssets', { kind });
    const { data } = reply as { data: { samples: { assetId: string }[] } };
    return data.samples[0]?.assetId ?? '';
  }
});
