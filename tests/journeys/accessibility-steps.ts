import { readdirSync } from 'node:fs';
import type { RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { openState, prepareStates } from '../../scripts/screens/frame';
import { areas } from '../../scripts/screens/states';
import app from '../../miniprogram/app.json';
import { serious } from '../support/axe';
import { openWorkshop } from '../support/workshop';
import type { Workshop } from '../support/workshop';

/** The dark theme differs only in colours. */
const colours: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast'] } };
/** The colours of an unfinished transition must not be judged. */
const still = '*, ::before, ::after { transition: none !important; animation: none !important }';
const routes = [
  ...app.pages,
  ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
];

/**
 * What each file `accessibility-<part>.test.ts` checks: areas of states, and the folders of the pages that they reach. A single
 * file would still be running when all other tests have ended.
 */
const parts = {
  pictures: {
    areas: ['create', 'works'],
    folders: ['pages/create', 'pages/works', 'packages/picture'],
  },
  studio: { areas: ['studio', 'chat'], folders: ['packages/studio', 'packages/chat'] },
  account: {
    areas: ['account', 'wallet'],
    folders: ['pages/profile', 'packages/account', 'packages/wallet'],
  },
  admin: { areas: ['admin'], folders: ['packages/admin'] },
};

export function describeStates(part: keyof typeof parts, use?: (workshop: Workshop) => void): void {
  const { areas: names, folders } = parts[part];
  const states = names.flatMap((name) => areas[name] ?? []);
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
    use?.(workshop);
    await prepareStates(workshop, states);
  });
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
      await phone.putAway();

      expect({ light, dark, unreachable, small }).toEqual({
        ...{ light: [], dark: [], unreachable: [], small: [] },
      });
      expect({ width, background }).toEqual({ width: 320, background: 'rgb(17, 20, 23)' });
    });

    it('has been looked at', () => {
      const own = routes.filter((route) => isIn(folders, route));
      expect(own.filter((route) => !reached.has(route))).toEqual([]);
    });

    it('is of one of the parts, each of which has a file', () => {
      const all = Object.values(parts);
      const ofOne = (fits: (one: (typeof all)[number]) => boolean) => all.filter(fits).length === 1;
      const files = readdirSync(__dirname).filter((file) => file.startsWith('accessibility-'));

      expect(routes.filter((route) => !ofOne((one) => isIn(one.folders, route)))).toEqual([]);
      expect(
        Object.keys(areas).filter((name) => !ofOne((one) => one.areas.includes(name))),
      ).toEqual([]);
      expect(files.filter((file) => file.endsWith('.test.ts')).sort()).toEqual(
        Object.keys(parts)
          .map((name) => `accessibility-${name}.test.ts`)
          .sort(),
      );
    });
  });
}

function isIn(folders: readonly string[], route: string): boolean {
  return folders.some((folder) => route.startsWith(`${folder}/`));
}

/** Controls that cannot be focused with the keyboard. */
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

/** Names of targets that are less than 36 px high. */
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
        // A control covered by a dialog is not a target.
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
