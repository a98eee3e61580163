import { installInterface } from './page';
import { installPhone } from './phone';

describe('the tab bar', () => {
  it('is hidden while anything covers it, and returns once', async () => {
    jest.resetModules();
    installPhone();
    const ui = installInterface();
    const { coverTabBar } = await import('../../miniprogram/utils/tab-bar');
    const [sheet, dialog] = [{}, {}];

    coverTabBar(sheet, false);
    coverTabBar(sheet, true);
    coverTabBar(dialog, true);
    coverTabBar(sheet, false);
    expect(ui.hideTabBar).toHaveBeenCalledTimes(1);
    expect(ui.showTabBar).not.toHaveBeenCalled();

    coverTabBar(dialog, false);
    coverTabBar(dialog, false);
    expect(ui.showTabBar).toHaveBeenCalledTimes(1);
  });
});
