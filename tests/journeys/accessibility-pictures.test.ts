import type { Page } from 'playwright-core';
import type { Workshop } from '../support/workshop';
import { describeStates } from './accessibility-steps';

let workshop: Workshop;

describeStates('pictures', (opened) => (workshop = opened));

describe('the keyboard', () => {
  it('draws a picture, opens another page and comes back to where it was', async () => {
    const phone = await workshop.phone('rita');
    const { page } = phone;
    await phone.text('100 积分').waitFor();
    await tabTo(page, /画面描述/);
    await page.keyboard.type('雨中的橘猫');
    await tabTo(page, /^生成/);
    await page.keyboard.press('Enter');
    await phone.text('已存入作品').waitFor();

    await tabTo(page, '返回');
    await page.keyboard.press('Enter');
    await phone.text('100 积分').or(phone.text('99 积分')).waitFor();
    expect(await focused(page)).toMatch(/^生成/);
    await tabTo(page, '作品');
    await page.keyboard.press('Space');
    await phone.button(/雨中的橘猫.*AI 生成/).waitFor();
    await tabTo(page, /雨中的橘猫.*AI 生成/);
  });

  it('is kept by a dialog of the page, which Escape closes', async () => {
    const phone = await workshop.phone('dora');
    const { page } = phone;
    await phone.text('0 积分').waitFor();
    await tabTo(page, /画面描述/);
    await page.keyboard.type('雨中的橘猫');
    await tabTo(page, /^生成/);
    await page.keyboard.press('Enter');
    await phone.text('积分不够了').waitFor();
    const dialog = page.getByRole('alertdialog').filter({ visible: true });

    for (let count = 0; count < 6; count += 1) {
      await page.keyboard.press('Tab');
      expect(await dialog.evaluate((node) => node.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await focused(page)).toMatch(/^生成/);
  });

  it("is kept by WeChat's sheet, which Escape closes", async () => {
    const { page } = await workshop.phone('rita');
    await page.getByRole('button', { name: '更多' }).focus();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog');
    await sheet.waitFor();
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('取消');
    await page.keyboard.press('Tab');
    expect(await sheet.evaluate((node) => node.contains(document.activeElement))).toBe(true);

    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('更多');
  });
});

/** Presses Tab until the control with that name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < 80; count += 1) {
    await page.keyboard.press('Tab');
    const label = await focused(page);
    if (typeof name === 'string' ? label === name : name.test(label)) return;
    passed.push(label);
  }
  throw new Error(`Tab does not reach ${String(name)}, but ${passed.join(' | ')}`);
}

/** The accessible name of the focused element. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    return (active?.getAttribute('aria-label') ?? active?.textContent ?? '').trim();
  });
}
