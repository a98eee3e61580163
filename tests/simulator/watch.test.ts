import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { startCloud } from '../../devtools/emulator/server';
import type { RunningCloud } from '../../devtools/emulator/server';
import { createSimulator } from '../../devtools/simulator/server/simulator';
import type { Simulator } from '../../devtools/simulator/server/simulator';
import { chromiumPath } from '../../scripts/browser';
import { fixture } from './phone';

const projectRoot = join(__dirname, '../..');
const at = new Date('2026-11-21T04:00:00Z');

type SeenSnapshot = { type?: string; texts: string[]; kinds: string[]; hasDates: boolean };

describe('watch of wx.cloud.database()', () => {
  let folder: string;
  let port: number;
  let simulator: Simulator;
  let cloud: RunningCloud;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'watched-'));
    for (const name of ['functions', 'templates']) mkdirSync(join(folder, name));
    declare('chat_messages', { read: 'doc._openid == auth.openid', write: false });
    declare('notices', 'READONLY');
    simulator = await createSimulator({ projectRoot, packageRoot: fixture, liveReload: false });
    browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
    port = await freePort();
    await start();
  });
  beforeEach(async () => {
    cloud.cloud.reset({ seed: false });
    page = await browser.newPage();
    await page.goto(`${cloud.url}/app.html?user=alice`);
    await page.waitForSelector('html[data-ready]', { state: 'attached' });
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    await cloud.close();
    await simulator.close();
    rmSync(folder, { recursive: true });
  });

  function declare(collection: string, permission: unknown): void {
    const template = { collection, purpose: 'test', permission };
    writeFileSync(join(folder, 'templates', `${collection}.json`), JSON.stringify(template));
  }

  async function start(): Promise<void> {
    cloud = await startCloud({
      port,
      functionsFolder: join(folder, 'functions'),
      templatesFolder: join(folder, 'templates'),
      dataFolder: join(folder, 'data'),
      handlers: [(request, response) => simulator.handle(request, response)],
    });
  }

  /** Writes a message like the chat function: first the row, then its growing text. */
  const say = (_id: string, text: string, more: object = {}) =>
    cloud.cloud.database.put('chat_messages', [
      { _id, _openid: 'alice', sessionId: 's1', text, at, ...more },
    ]);
  const grow = (_id: string, text: string) =>
    cloud.cloud.database.handle('database.modifyDocument', {
      collectionName: 'chat_messages',
      ...{ queryType: 'DOC', query: JSON.stringify({ _id }), merge: true },
      data: JSON.stringify({ $set: { text } }),
    });

  /** Starts a watch on the phone, which keeps its snapshots and errors. */
  async function watch(
    query = `collection('chat_messages').where({ _openid: '{openid}', sessionId: 's1' }).orderBy('_id', 'asc')`,
  ): Promise<void> {
    await page.evaluate(`(() => {
      window.seen = [];
      window.errors = [];
      window.watcher = wx.cloud.database().${query}.watch({
        onChange: ({ type, docs, docChanges }) => seen.push({
          type,
          texts: docs.map(({ text }) => text),
          kinds: docChanges.map(({ dataType, queueType }) => dataType + '/' + queueType),
          hasDates: docs.every(({ at }) => at instanceof Date),
        }),
        onError: ({ errCode }) => errors.push(errCode),
      });
    })()`);
  }

  const seen = (): Promise<SeenSnapshot[]> => page.evaluate<SeenSnapshot[]>('seen');
  /** Waits until the last snapshot shows these texts. */
  const expectTexts = (...texts: string[]) =>
    page.waitForFunction(
      `JSON.stringify(seen.at(-1)?.texts) === ${JSON.stringify(JSON.stringify(texts))}`,
    );

  it('streams a row as it grows', async () => {
    say('m1', '你好');
    await watch();
    await expectTexts('你好');

    say('m2', '');
    await expectTexts('你好', '');
    for (const text of ['在', '在的', '在的。']) {
      await grow('m2', text);
      await expectTexts('你好', text);
    }
    expect(await seen()).toEqual([
      { type: 'init', texts: ['你好'], kinds: ['init/init'], hasDates: true },
      { texts: ['你好', ''], kinds: ['add/enqueue'], hasDates: true },
      { texts: ['你好', '在'], kinds: ['update/update'], hasDates: true },
      { texts: ['你好', '在的'], kinds: ['update/update'], hasDates: true },
      { texts: ['你好', '在的。'], kinds: ['update/update'], hasDates: true },
    ]);
  });

  it('restarts once after the phone was offline, with the changes in between', async () => {
    say('m1', 'before');
    await watch();
    await expectTexts('before');

    await page.evaluate(`__workshop.updateSettings({ network: 'offline' })`);
    await grow('m1', 'while offline');
    say('m2', 'also');
    await page.evaluate(`__workshop.updateSettings({ network: 'normal' })`);
    await expectTexts('while offline', 'also');
    await grow('m2', 'after');
    await expectTexts('while offline', 'after');

    expect((await seen()).map(({ type }) => type ?? 'change')).toEqual(['init', 'init', 'change']);
  });

  it('restarts when the network of the browser is back', async () => {
    say('m1', 'before');
    await watch();
    await expectTexts('before');

    await page.context().setOffline(true);
    await grow('m1', 'while offline');
    await page.context().setOffline(false);
    await expectTexts('while offline');

    expect((await seen()).map(({ type }) => type ?? 'change')).toEqual(['init', 'init']);
  });

  it('restarts after a restart of the cloud', async () => {
    say('m1', 'before');
    await watch();
    await expectTexts('before');

    await cloud.close();
    await start();
    await grow('m1', 'after');
    await expectTexts('after');
    await grow('m1', 'at last');
    await expectTexts('at last');

    expect((await seen()).filter(({ type }) => type === 'init')).toHaveLength(2);
  });

  it('receives nothing after close, while another watch goes on', async () => {
    say('m1', 'before');
    await watch();
    await expectTexts('before');
    await page.evaluate(`(() => {
      const closing = watcher.close();
      window.closedSeen = seen;
      return closing;
    })()`);

    await watch(`collection('notices').doc('n1')`);
    cloud.cloud.database.put('notices', [{ _id: 'n1', text: 'for all', at }]);
    await expectTexts('for all');
    await grow('m1', 'after');
    cloud.cloud.database.put('notices', [{ _id: 'n1', text: 'again', at }]);
    await expectTexts('again');

    expect(await page.evaluate('closedSeen.length')).toBe(1);
  });

  it('calls onError when the watch is refused', async () => {
    await watch(`collection('chat_messages').where({ sessionId: 's1' })`);
    await page.waitForFunction('errors.length > 0');

    expect(await page.evaluate('errors')).toEqual([-502003]);
    expect(await seen()).toEqual([]);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
