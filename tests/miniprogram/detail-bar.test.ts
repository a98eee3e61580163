import { installInterface } from './page';
import { installPhone } from './phone';

describe('the bar over a picture', () => {
  it('gets a ground when the picture has been scrolled away, and loses it above', async () => {
    jest.resetModules();
    installPhone();
    const ui = installInterface();
    const { createBar } = await import('../../miniprogram/packages/picture/detail/bar');
    const shown: boolean[] = [];
    const bar = createBar((isSolid) => shown.push(isSolid));

    // The picture is 375 px wide and square; the bars are 64 px high.
    for (const top of [0, 100, 311, 312, 400, 500, 300]) bar.scrolled(top, 100);

    expect(shown).toEqual([true, false]);
    expect(ui.setNavigationBarColor.mock.calls).toMatchObject([
      [{ frontColor: '#000000' }],
      [{ frontColor: '#ffffff' }],
    ]);
  });

  it('keeps the status icons white in dark mode', async () => {
    jest.resetModules();
    installPhone();
    const ui = installInterface();
    ui.getAppBaseInfo.mockReturnValue({ theme: 'dark' });
    const { createBar } = await import('../../miniprogram/packages/picture/detail/bar');
    createBar(() => undefined).scrolled(500, 100);

    expect(ui.setNavigationBarColor.mock.calls).toMatchObject([[{ frontColor: '#ffffff' }]]);
  });
});
