import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EJSON } from 'bson';
import { chromium } from 'playwright-core';
import type { Locator, Page } from 'playwright-core';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { chromiumPath } from '../../scripts/browser';
import { membershipOf } from './membership';

const root = join(__dirname, '../..');
const screens = join(root, 'screens');

/** Chromium must not access any network, not even for its own requests. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type PhoneOptions = {
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  /** The page to open: `pages/works/index`. */
  path?: string;
  /** More query parameters of the address: for the page, or settings of the phone. */
  query?: Record<string, string>;
};

type Row = Record<string, unknown>;

/** `npm start` and a browser that shows it. */
export type Workshop = {
  url: string;
  /** Opens the app on a phone of this person. */
  phone(who: string, options?: PhoneOptions): Promise<Phone>;
  /** Opens an empty page in the browser. */
  blank(size: { width: number; height: number }): Promise<Page>;
  invoke(who: string, name: string, action: string, data?: Row): Promise<unknown>;
  rows(collection: string, query?: Row): Promise<Row[]>;
  put(collection: string, ...docs: Row[]): Promise<void>;
  /** Signs a user in and changes the row as an admin would in the console. */
  member(who: string, changes?: Row): Promise<string>;
  faults(rules: Row[]): Promise<void>;
  /** A request of the control API, see devtools/emulator/README.md. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** A second workshop without virtual payment; it closes with this one. */
  withoutPayment(): Promise<Workshop>;
  /** Resets the data to the seed and closes all phones; throws when a phone reported an error. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

export type Phone = {
  page: Page;
  /** A text on the page on top. The pages below it are in the document too, but hidden. */
  text(words: string | RegExp): Locator;
  /** A control, found by its accessible name. */
  button(name: string | RegExp): Locator;
  type(prompt: string): Promise<void>;
  tab(name: '创作' | '作品' | '我的'): Promise<void>;
  /** Saves a screenshot in the git-ignored folder `screens/`. */
  picture(name: string): Promise<void>;
  /** Closes the app and clears its storage. */
  putAway(): Promise<void>;
};

/** `hasPayment` false: virtual payment is not configured, so nothing can be bought. */
export async function openWorkshop({ hasPayment = true } = {}): Promise<Workshop> {
  const { child, url } = await start(hasPayment ? [] : ['--no-payment']);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
  const complaints: string[] = [];
  /** The person whose phone a page of the browser currently is. */
  const owners = new Map<Page, string>();
  /** Pages to reuse: loading the app in a used page takes a third of the time of a new one. */
  const free: Page[] = [];
  let unpaid: Promise<Workshop> | null = null;

  async function control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: EJSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return answer;
  }

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ deviceScaleFactor: 2 });
    const page = await context.newPage();
    // It ends a hang; a busy machine takes its time.
    page.setDefaultTimeout(120_000);
    const complain = (words: string): void => {
      const owner = owners.get(page);
      if (owner !== undefined) complaints.push(`${owner}: ${words}`);
    };
    page.on('console', (message) => {
      if (message.type() === 'error') complain(message.text());
    });
    page.on('pageerror', (error) => complain(error.message));
    return page;
  }

  async function putAway(page: Page): Promise<void> {
    // Errors of an app that is being closed are ignored.
    owners.delete(page);
    if (page.isClosed()) return;
    // A page of the same origin, whose storage can be cleared, without a script that could write to it again.
    await page.goto(`${url}/local/health`);
    await page.evaluate('localStorage.clear(), sessionStorage.clear()');
    free.push(page);
  }

  const workshop: Workshop = {
    url,
    control,
    async phone(who, { width = 375, height = 812, colorScheme = 'light', path, query } = {}) {
      const page = free.pop() ?? (await newPage());
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      owners.set(page, who);
      const address = new URLSearchParams({
        user: who,
        ...(path !== undefined && { page: path }),
        ...query,
      });
      await page.goto(`${url}/app.html?${address.toString()}`);
      return toPhone(page, () => putAway(page));
    },
    blank: (viewport) => browser.newPage({ viewport }),
    async invoke(who, name, action, data = {}) {
      const call = { name, openid: who, data: { action, data } };
      const { result } = (await control('POST', '/local/invoke', call)) as { result: unknown };
      return result;
    },
    async rows(collection, query = {}) {
      const search = new URLSearchParams({ query: JSON.stringify(query) });
      const answer = await control('GET', `/local/collections/${collection}?${search.toString()}`);
      return (answer as { docs: Row[] }).docs;
    },
    async put(collection, ...docs) {
      await control('PUT', `/local/collections/${collection}`, { docs });
    },
    async member(who, changes = {}) {
      await workshop.invoke(who, 'login', 'wxLogin');
      const id = userIdOf(who);
      const [user] = await workshop.rows('users', { _id: id });
      await workshop.put('users', { ...user, ...changes });
      const membership = membershipOf(id, changes.vipLevel);
      if (membership !== null) await workshop.put('user_subscriptions', membership);
      return id;
    },
    async faults(rules) {
      await control('PUT', '/local/faults', rules);
    },
    async clear() {
      await Promise.all([...owners.keys()].map(putAway));
      await control('DELETE', '/local/faults');
      await control('PUT', '/local/clock', null);
      await control('POST', '/local/reset', { seed: true });
      const found = complaints.splice(0);
      if (found.length > 0) throw new Error(`The phone complained:\n${found.join('\n')}`);
    },
    withoutPayment() {
      unpaid ??= openWorkshop({ hasPayment: false });
      return unpaid;
    },
    async close() {
      await (await unpaid)?.close();
      await browser.close();
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
  return workshop;
}

/** `npm start` as a developer runs it, but in memory and on a free port. */
async function start(options: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', 'scripts/start.ts'],
      // Source changes during a test must not reload the pages.
      ...['--ephemeral', '--port', '0', '--log-level', 'silent', '--no-live-reload'],
      ...options,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (url !== undefined) {
      child.stdout.resume();
      return { child, url };
    }
  }
  throw new Error('npm start ended before it was ready.');
}

function toPhone(page: Page, putAway: () => Promise<void>): Phone {
  return {
    page,
    text: (words) => page.getByText(words).filter({ visible: true }).first(),
    button: (name) => page.getByLabel(name).filter({ visible: true }).first(),
    async type(prompt) {
      await page.locator('textarea').filter({ visible: true }).first().fill(prompt);
    },
    async tab(name) {
      await page.getByRole('tab', { name, exact: true }).filter({ visible: true }).last().click();
    },
    async picture(name) {
      mkdirSync(screens, { recursive: true });
      await page.screenshot({ path: join(screens, `${name}.png`) });
    },
    putAway,
  };
}
