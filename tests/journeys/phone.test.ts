import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

describe('permissions and the profile', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('lead from a refused album to the settings, and save afterwards', async () => {
    const phone = await openWithPicture('雨中的橘猫');
    await phone.button('保存到相册').click();
    await phone.text(/^\s*同意\s*$/).click();
    await phone.text(/^拒绝$/).click();
    await phone.text('没有相册权限').waitFor();
    await phone.picture('phone-1-denied');

    await phone.text('去设置').click();
    await phone.page.getByRole('checkbox').filter({ visible: true }).check();
    await phone.text(/^完成$/).click();
    const download = phone.page.waitForEvent('download');
    await phone.button('保存到相册').click();

    expect((await download).suggestedFilename()).toMatch(/\.png$/);
    await phone.text('已保存到相册').waitFor();
  });

  it('save an avatar and a nickname, and show them on the profile page', async () => {
    const phone = await workshop.phone('alice', { path: 'pages/profile/index' });
    await phone.button(/编辑/).click();
    await phone.button('更换头像').click();
    await phone.text(/^\s*同意\s*$/).click();
    await phone.text('用微信头像').click();
    await phone.page.locator('input').filter({ visible: true }).first().fill('小满在画画');
    await phone.picture('phone-2-edit');
    await phone.text(/^\s*保存\s*$/).click();

    await phone.text('免费用户').waitFor();
    await phone.text('小满在画画').waitFor();
    await phone.picture('phone-3-profile');
    // Others see it only after its verdict.
    await eventually(async () => {
      const [user] = await workshop.rows('users');
      expect(user).toMatchObject({
        nickname: '小满在画画',
        avatar: expect.stringMatching(/^cloud:.*\/avatars\//) as unknown,
        pendingAvatar: null,
      });
    });
  });

  it('restore the former avatar when the new file is not a picture, and save the name', async () => {
    const phone = await workshop.phone('alice', { path: 'packages/account/edit/index' });
    await phone.button('更换头像').click();
    await phone.text(/^\s*同意\s*$/).click();
    const chooser = phone.page.waitForEvent('filechooser');
    await phone.text('从相册选择').click();
    await (
      await chooser
    ).setFiles({ name: 'face.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
    await phone.text(/^\s*保存\s*$/).click();
    await phone.text('请选择 PNG、JPEG 或 WebP 图片').waitFor();
    await phone.picture('phone-5-unfit');

    await phone.page.locator('input').filter({ visible: true }).first().fill('小满在画画');
    await phone.text(/^\s*保存\s*$/).click();
    await phone.text('已保存').waitFor();
    expect(await workshop.rows('users')).toMatchObject([{ nickname: '小满在画画', avatar: '' }]);
  });

  it('explain a refused nickname, and keep the avatar', async () => {
    const phone = await workshop.phone('alice', { path: 'packages/account/edit/index' });
    await phone.button('更换头像').click();
    await phone.text(/^\s*同意\s*$/).click();
    await phone.text('用微信头像').click();
    const field = phone.page.locator('input').filter({ visible: true }).first();
    await field.fill('色情先生');
    await phone.text(/^\s*保存\s*$/).click();
    await phone.text('这个昵称不能用，请换一个').waitFor();
    await phone.picture('phone-4-refused');

    await field.fill('小满在画画');
    await phone.text(/^\s*保存\s*$/).click();
    await phone.text('已保存').waitFor();
    await eventually(async () => {
      const response = await fetch(`${workshop.url}/local/files?prefix=avatars/`);
      expect(await response.json()).toMatchObject({ total: 1 });
      const [user] = await workshop.rows('users');
      const [usage] = await workshop.rows('user_storage_usage');
      expect(user?.['avatarBytes']).toBe(usage?.['usedBytes']);
    });
  });

  async function openWithPicture(prompt: string): Promise<Phone> {
    const phone = await workshop.phone('alice');
    await phone.text('100 积分').waitFor();
    await phone.type(prompt);
    await phone.button(/^生成/).click();
    await phone.text('已存入作品').waitFor();
    return phone;
  }
});
