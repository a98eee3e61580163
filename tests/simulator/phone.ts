import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core';
import { createSimulator } from '../../devtools/simulator/server/simulator';
import { chromiumPath } from '../../scripts/browser';

/** The cloud of a test: path and body of a request in, reply out. */
export type CloudAnswer = (path: string, body: unknown) => { status?: number; body: unknown };

export type TestPhone = {
  page: Page;
  /** The errors of the browser's console. */
  errors: string[];
  /** Takes the entries that the fixture has logged so far. */
  log: () => Promise<string[]>;
  /** Waits until the fixture has logged an entry with this prefix. */
  expectLog: (start: string) => Promise<void>;
  close: () => Promise<void>;
  /** Closes the phone, and throws if the console had an error. */
  finish: () => Promise<void>;
};

export type PhoneLab = {
  open: (address?: string, options?: BrowserContextOptions) => Promise<TestPhone>;
  answer: (answer: CloudAnswer) => void;
  server: Server;
  /** The messages of the build. */
  reports: string[];
  close: () => Promise<void>;
};

/** Opens a lab for a `describe`, and for each test a phone on an empty cloud. */
export function withPhone(use: (opened: { lab: PhoneLab; phone: TestPhone }) => void): void {
  let lab: PhoneLab;
  let phone: TestPhone;
  beforeAll(async () => {
    lab = await openLab();
  });
  afterAll(() => lab.close());
  beforeEach(async () => {
    lab.answer(() => ({ body: {} }));
    phone = await lab.open();
    use({ lab, phone });
  });
  afterEach(() => phone.close());
}

/** The outcome of a call: its result, or the failure as the page sees it. */
export function outcomeOn({ page }: TestPhone, call: string): Promise<Record<string, unknown>> {
  return page.evaluate(
    `Promise.resolve(${call}).catch(({ errMsg, errCode }) => ({ errMsg, errCode }))`,
  );
}

/** Makes the cloud refuse every request; returns the list of requests. */
export function refuseAll(lab: PhoneLab, errCode: number, errMsg: string): unknown[] {
  const requests: unknown[] = [];
  lab.answer((path, body) => {
    requests.push([path, body]);
    return { status: 403, body: { error: { message: errMsg, errCode, errMsg } } };
  });
  return requests;
}

const projectRoot = join(__dirname, '../..');
const size = { width: 375, height: 812 };
/** A page without a script, of the origin of the app. */
const emptyPath = '/empty';
export const fixture = join(__dirname, 'fixtures/app');

/** A mini-program in a real browser, with a cloud whose replies the test sets. */
export async function openLab(packageRoot = fixture): Promise<PhoneLab> {
  const reports: string[] = [];
  const simulator = await createSimulator({
    projectRoot,
    packageRoot,
    liveReload: false,
    report: (message) => void reports.push(message),
  });
  let answer: CloudAnswer = () => ({ body: {} });
  const server = createServer((request, response) => {
    void serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox'],
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** Pages to reuse: loading the app in a used page takes a third of the time of a new one. */
  const free: Page[] = [];

  async function newPage(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ viewport: size, acceptDownloads: true, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    return page;
  }

  async function forget(page: Page): Promise<void> {
    await page.goto(base + emptyPath);
    await page.evaluate(() => {
      localStorage.clear();
      sessionStorage.clear();
    });
    await page.setViewportSize(size);
    free.push(page);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === emptyPath) {
      response.end();
      return;
    }
    if (await simulator.handle(request, response)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { status = 200, body } = answer(request.url ?? '', parse(text));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }

  return {
    reports,
    server,
    async open(address = '/app.html', options) {
      const page =
        options === undefined ? (free.pop() ?? (await newPage({}))) : await newPage(options);
      const errors: string[] = [];
      const noteLine = (message: ConsoleMessage): void => {
        if (message.type() === 'error') errors.push(message.text());
      };
      const noteError = (error: Error): void => void errors.push(error.message);
      page.on('console', noteLine).on('pageerror', noteError);
      await page.goto(base + address);
      await page.waitForSelector('html[data-ready]', { state: 'attached' });
      const close = async (): Promise<void> => {
        page.off('console', noteLine).off('pageerror', noteError);
        if (options === undefined) await forget(page);
        else await page.context().close();
      };
      return {
        page,
        errors,
        log: () => page.evaluate('getApp().log.splice(0)'),
        expectLog: async (start) => {
          await page.waitForFunction(
            `getApp().log.some((entry) => entry.startsWith(${JSON.stringify(start)}))`,
          );
        },
        close,
        finish: async () => {
          await close();
          if (errors.length > 0) throw new Error(`errors on the phone:\n${errors.join('\n')}`);
        },
      };
    },
    answer: (next) => {
      answer = next;
    },
    async close() {
      await browser.close();
      await simulator.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
