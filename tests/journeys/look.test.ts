import { openWorkshop } from '../support/workshop';
import type { Phone, PhoneOptions, Workshop } from '../support/workshop';

const pages = [
  ['create', 'pages/create/index'],
  ['works', 'pages/works/index'],
  ['profile', 'pages/profile/index'],
  ['inspire', 'packages/picture/inspire/index'],
  ['records', 'packages/account/records/index'],
  ['settings', 'packages/account/settings/index'],
  ['agreement', 'packages/account/agreement/index'],
  ['plans', 'packages/account/plans/index'],
  ['photography', 'packages/studio/photography/index'],
  ['fitting', 'packages/studio/fitting/index'],
  ['tasks', 'packages/studio/tasks/index'],
  ['talk', 'packages/chat/talk/index'],
  ['sessions', 'packages/chat/sessions/index'],
  ['overview', 'packages/admin/overview/index'],
  ['orders', 'packages/admin/orders/index'],
  ['dead', 'packages/admin/tasks/index'],
  ['users', 'packages/admin/users/index'],
  ['quota', 'packages/admin/quota/index'],
] as const;

describe('the look of the pages', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it.each(pages)('fits 320 px without scrolling sideways: %s', async (name, path) => {
    const phone = await openPage({ path, width: 320, height: 568 });
    await waitUntilSettled(phone);
    await phone.picture(`look-${name}-320`);

    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await smallTargets(phone)).toEqual([]);
  });

  it.each(pages)('names everything tappable: %s', async (_, path) => {
    const phone = await openPage({ path });
    await waitUntilSettled(phone);

    expect(await unnamed(phone)).toEqual([]);
  });

  it.each(pages)('is dark on a dark phone: %s', async (name, path) => {
    const phone = await openPage({ path, colorScheme: 'dark' });
    await waitUntilSettled(phone);
    await phone.picture(`look-${name}-dark`);

    const background = await phone.page.evaluate(() => {
      const page = [...document.querySelectorAll('page')].at(-1);
      return page ? getComputedStyle(page).backgroundColor : '';
    });
    expect(background).toBe('rgb(17, 20, 23)');
  });

  /** Opens a page with content: a user to adjust, a conversation. */
  async function openPage(options: PhoneOptions & { path: string }): Promise<Phone> {
    const isAdmins = options.path.startsWith('packages/admin/');
    const userId = await workshop.member('alice', isAdmins ? { userType: 'admin' } : {});
    if (options.path.startsWith('packages/chat/')) {
      const question = { messageId: 'look', text: '一只橘猫' };
      await workshop.invoke('alice', 'chat', 'send', question);
    }
    return workshop.phone('alice', { ...options, query: { userId } });
  }

  async function waitUntilSettled(phone: Phone): Promise<void> {
    await phone.page.waitForLoadState('networkidle');
    await phone.page.locator('page').filter({ visible: true }).first().waitFor();
  }

  /** Elements that a screen reader cannot name. */
  function unnamed(phone: Phone): Promise<string[]> {
    return phone.page.evaluate(() => {
      const roles = ['button', 'radio', 'radiogroup', 'tab', 'link', 'checkbox', 'switch', 'img'];
      const named = roles.map((role) => `page [role="${role}"]`).join(', ');
      return [...document.querySelectorAll(`${named}, page button, page input, page textarea`)]
        .filter((node) => node.getClientRects().length > 0)
        .filter((node) => node.closest('[aria-hidden="true"]') === null)
        .filter((node) => {
          // The native field is inside the component that carries its label.
          const label = node.closest('[aria-label]')?.getAttribute('aria-label');
          return (label ?? node.textContent).trim() === '';
        })
        .map((node) => node.outerHTML.slice(0, 160));
    });
  }

  /** Names of the targets that are less than 36 px high. */
  function smallTargets(phone: Phone): Promise<string[]> {
    return phone.page.evaluate(() => {
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
          let top = middle;
          let bottom = middle;
          while (middle - top < 44 && isHit(node, x, top - 1)) top -= 1;
          while (bottom - middle < 44 && isHit(node, x, bottom + 1)) bottom += 1;
          return x > 0 && x < innerWidth && bottom - top + 1 < 36;
        })
        .map(({ node }) => node.getAttribute('aria-label') ?? node.textContent);
    });
  }
});
