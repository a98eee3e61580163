import { openWorkshop } from '../support/workshop';
import type { Workshop } from '../support/workshop';

describe('the first visit', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('leads from an empty page to a saved picture in the list of works', async () => {
    const phone = await workshop.phone('alice');
    await phone.text('100 积分').waitFor();
    await phone.picture('first-1-create');

    await phone.type('雨中的橘猫');
    await phone.button('风格，水彩').click();
    await phone.button(/^生成/).click();
    await phone.text('正在绘制').waitFor();
    await phone.picture('first-2-drawing');
    await phone.text('已存入作品').waitFor();
    await phone.picture('first-3-result');
    await phone.button('保存到相册').click();
    await phone.text(/^\s*同意\s*$/).click();
    const download = phone.page.waitForEvent('download');
    await phone.text(/^允许$/).click();

    expect((await download).suggestedFilename()).toMatch(/\.png$/);
    await phone.text('已保存到相册').waitFor();
    expect(await workshop.rows('works')).toMatchObject([
      { title: '雨中的橘猫', style: 'watercolor', status: 'completed', cost: 1 },
    ]);
    expect(await workshop.rows('users')).toMatchObject([{ credits: 99, generateCount: 1 }]);

    const works = await workshop.phone('alice', { path: 'pages/works/index' });
    await works.text('雨中的橘猫').waitFor();
    await works.picture('first-4-works');
  });
});
