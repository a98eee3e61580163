import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDrawings } from '../painter/drawings';
import type { Drawings } from '../painter/drawings';
import { createAnswers } from './answers';
import { createChat } from './chat';
import type { SeenChat } from './chat';
import { createPictures } from './pictures';
import { createRules } from './rules';
import type { StubRule } from './rules';
import { createTasks } from './tasks';
import { basePath, createGenerate } from './generate';
import type { SeenRequest } from './generate';

export type ZhipuOptions = {
  /** 0 (the default) takes any free port. */
  port?: number;
  apiKeys: string[];
  /** How long a standard picture takes; `hd` takes twice as long. 0 answers at once. */
  latencyMs?: number;
  /** Time between two chunks of a chat answer (40); 0, the default with a latency of 0, sends all at once. */
  chatPaceMs?: number;
  now?: () => number;
  urlLifeSeconds?: number;
  /** More requests at a time than this answer 1302. */
  concurrency?: number;
  /** Where pictures come from; shared between stubs it also shares its cache. */
  drawings?: Drawings;
};

export type ZhipuStub = {
  /** The base address a client is configured with, `…/api/paas/v4`. */
  url: string;
  /** What was asked of the image API. */
  requests(): SeenRequest[];
  /** What was asked of the chat API. */
  chats(): SeenChat[];
  /** Replaces the rules and starts all counts anew, those of prompt directives too. */
  setRules(rules: StubRule[]): void;
  rules(): (StubRule & { fired: number })[];
  close(): Promise<void>;
};

const thirtyDaysSeconds = 30 * 24 * 3600;
const longestBody = 1024 * 1024;

const standardPaceMs = 40;

/** The image and the chat API of open.bigmodel.cn on this machine; see README.md for what it can do wrong. */
export async function startZhipu(options: ZhipuOptions): Promise<ZhipuStub> {
  const now = options.now ?? Date.now;
  const drawings = options.drawings ?? createDrawings();
  const rules = createRules();
  const answers = createAnswers();
  const pictures = createPictures({
    origin: () => origin,
    now,
    urlLifeSeconds: options.urlLifeSeconds ?? thirtyDaysSeconds,
  });
  const tasks = createTasks();
  const generation = createGenerate({
    ...options,
    latencyMs: options.latencyMs ?? 1500,
    now,
    rules,
    answers,
    pictures,
    tasks,
    draw: (request) => drawings.draw(request),
  });
  const chat = createChat({
    ...options,
    paceMs: options.chatPaceMs ?? (options.latencyMs === 0 ? 0 : standardPaceMs),
    now,
    rules,
    answers,
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://stub').pathname;
    const call = `${request.method ?? ''} ${path}`;
    if (call.startsWith('GET /pictures/')) await pictures.serve(path, response, answers.wait);
    else if (call === `POST ${basePath}/images/generations`) {
      await generation.generate(request, await readBody(request), response, 'sync');
    } else if (call === `POST ${basePath}/async/images/generations`) {
      await generation.generate(request, await readBody(request), response, 'async');
    } else if (call === `POST ${basePath}/chat/completions`) {
      await chat.complete(request, await readBody(request), response);
    } else if (call.startsWith(`GET ${basePath}/async-result/`)) {
      generation.poll(request, path.slice(`${basePath}/async-result/`.length), response);
    } else {
      answers.error(response, '1222', randomBytes(12).toString('hex'));
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that went away is its own affair; anything else is a defect of the stub.
      if (response.destroyed || request.destroyed) return;
      console.error('zhipu stub:', error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: origin + basePath,
    requests: () => generation.requests(),
    chats: () => chat.chats(),
    setRules: (list) => rules.set(list),
    rules: () => rules.list(),
    async close() {
      answers.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      if (options.drawings === undefined) await drawings.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes = part as Buffer;
    length += bytes.length;
    if (length > longestBody) throw new Error('The request body is too long.');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}
