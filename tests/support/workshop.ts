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

/** Chromium must not reach any network, not even for its own requests. */
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
  /** A page to open: `pages/works/index`. */
  path?: string;
  /** More of the address: parameters of the page, settings of the phone. */
  query?: Record<string, string>;
};

type Row = Record<string, unknown>;

/** `npm start`, and a browser to look at it. */
export type Workshop = {
  url: string;
  /** A person's phone with the app open. */
  phone(who: string, options?: PhoneOptions): Promise<Phone>;
  /** An empty page of the browser. */
  blank(size: { width: number; height: number }): Promise<Page>;
  invoke(who: string, name: string, action: string, data?: Row): Promise<unknown>;
  rows(collection: string, query?: Row): Promise<Row[]>;
  put(collection: string, ...docs: Row[]): Promise<void>;
  /** Signs a user in and changes the row as an admin would in the console. */
  member(who: string, changes?: Row): Promise<string>;
  faults(rules: Row[]): Promise<void>;
  /** A request of the control API, see devtools/emulator/README.md. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Another one, in which virtual payment is not configured. It closes with this one. */
  withoutPayment(): Promise<Workshop>;
  /** Back to the seed; throws when a phone complained, and closes all phones. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

export type Phone = {
  page: Page;
  /** Something readable on the page on top; the pages below it are in the document too, hidden. */
  text(words: string | RegExp): Locator;
  /** Something to tap, by the name a screen reader says. */
  button(name: string | RegExp): Locator;
  type(prompt: string): Promise<void>;
  tab(name: '创作' | '作品' | '我的'): Promise<void>;
  /** Leaves a picture in the git-ignored folder `screens/`. */
  picture(name: string): Promise<void>;
  /** Ends the app and forgets what it has stored. */
  putAway(): Promise<void>;
};

/** `hasPayment` false: virtual payment is not configured, so nothing can be bought. */
export async function openWorkshop({ hasPayment = true } = {}): Promise<Workshop> {
  const { child, url } = await start(hasPayment ? [] : ['--no-payment']);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
  const complaints: string[] = [];
  /** Whose phone a page of the browser is now. */
  const owners = new Map<Page, string>();
  /** Pages whose phones were put away. A page that loads the app again takes a third of the time of a new one. */
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
    // What an app says that is being ended is no complaint.
    owners.delete(page);
    if (page.isClosed()) return;
    // Of the same origin, and without a script that could write again.
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

/** `npm start` as a person runs it, in memory, on a free port. */
async function start(options: string[]): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', 'scripts/start.ts'],
      // Source changes during a test must not reload its phones.
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
