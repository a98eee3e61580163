import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { openState, prepareStates } from '../../scripts/screens/frame';
import { states } from '../../scripts/screens/states';
import app from '../../miniprogram/app.json';
import { serious } from '../support/axe';
import { openWorkshop } from '../support/workshop';
import type { Workshop } from '../support/workshop';

/** The theme changes colours only. */
const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };
/** Colours on their way are no colours of a page. */
const still = '*, ::before, ::after { transition: none !important; animation: none !important }';
const routes = [
  ...app.pages,
  ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
];

let workshop: Workshop;

beforeAll(async () => {
  workshop = await openWorkshop();
  await prepareStates(workshop, states);
}, 120_000);
afterAll(() => workshop.close());

describe('every page in every state', () => {
  const reached = new Set<string>();

  it.each(states)('is for everybody, in light, dark and at 320 px: $name', async (state) => {
    const { phone, failure } = await openState(workshop, state);
    expect(failure).toBeNull();
    const { page } = phone;
    await page.addStyleTag({ content: still });
    reached.add(await routeOf(page));

    const light = await serious(page);
    const unreachable = await outOfReach(page);
    await page.setViewportSize({ width: 320, height: 568 });
    await page.waitForFunction(() => innerWidth === 320);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    const small = await smallTargets(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    const dark = await serious(page, colours);
    const background = await backgroundOf(page);
    await page.context().close();

    expect({ light, dark, unreachable, small }).toEqual({
      ...{ light: [], dark: [], unreachable: [], small: [] },
    });
    expect({ width, background }).toEqual({ width: 320, background: 'rgb(17, 20, 23)' });
  });

  it('has been looked at', () => {
    expect(routes.filter((route) => !reached.has(route))).toEqual([]);
  });
});

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

/** Presses Tab until the control of that name has the focus. */
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

/** The name of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    return (active?.getAttribute('aria-label') ?? active?.textContent ?? '').trim();
  });
}

/** Controls that cannot have the focus of the keyboard. */
function outOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const roles = ['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'slider', 'option'];
    const controls = roles.map((role) => `[role="${role}"]`).join(', ');
    return [...document.querySelectorAll<HTMLElement>(controls)]
      .filter((node) => node.getClientRects().length > 0)
      .filter((node) => node.closest('[aria-hidden="true"]') === null)
      .filter((node) => node.tabIndex < 0 && !node.hasAttribute('disabled'))
      .map((node) => node.outerHTML.slice(0, 160));
  });
}

/** Names of the targets that are less than 36 px high. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isHit = (node: Element, x: number, y: number): boolean => {
      const found = document.elementFromPoint(x, y);
      return node.contains(found) || found === node.parentElement;
    };
    return [...document.querySelectorAll('page [role="button"], page [role="radio"]')]
      .map((node) => ({ node, box: node.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.top > 40 && box.bottom < innerHeight - 150)
      .filter(({ node, box }) => {
        const x = box.left + box.width / 2;
        const middle = Math.round(box.top + box.height / 2);
        // What a dialog covers is no target.
        if (!isHit(node, x, middle)) return false;
        let top = middle;
        let bottom = middle;
        while (middle - top < 44 && isHit(node, x, top - 1)) top -= 1;
        while (bottom - middle < 44 && isHit(node, x, bottom + 1)) bottom += 1;
        return x > 0 && x < innerWidth && bottom - top + 1 < 36;
      })
      .map(({ node }) => node.getAttribute('aria-label') ?? node.textContent);
  });
}

function backgroundOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const shown = [...document.querySelectorAll('page')].at(-1);
    return shown ? getComputedStyle(shown).backgroundColor : '';
  });
}

function routeOf(page: Page): Promise<string> {
  return page.evaluate(
    () => (globalThis as unknown as { __workshop: { route: string } }).__workshop.route,
  );
}
