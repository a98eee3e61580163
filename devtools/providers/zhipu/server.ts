import { startStub } from '../http/kit';
import type { StubOptions } from '../http/kit';
import type { StubRule } from '../http/rules';
import { createChatApi } from './chat';
import type { ChatRecord } from './chat';
import { createImageApi } from './images';
import type { ImageRequestRecord } from './images';
import { zhipu } from './vendor';

export type ZhipuOptions = StubOptions & {
  /** How long a standard picture takes; `hd` takes twice as long. 0 answers at once. */
  latencyMs?: number;
  /**
   * Time between two chunks of a chat answer (default 40). 0, the default with a latency of 0, sends all chunks at
   * once.
   */
  chatPaceMs?: number;
};

export type ZhipuStub = {
  /** The base URL to configure in clients, `…/api/paas/v4`. */
  url: string;
  /** The requests to the image API. */
  requests(): ImageRequestRecord[];
  /** The requests to the chat API. */
  chats(): ChatRecord[];
  /** Replaces the rules and resets all counts, including those of prompt directives. */
  setRules(rules: StubRule[]): void;
  rules(): (StubRule & { fired: number })[];
  close(): Promise<void>;
};

export const basePath = '/api/paas/v4';
const standardLatencyMs = 1500;
const standardPaceMs = 40;

/** A local stub of the image and chat APIs of open.bigmodel.cn; README.md lists the faults that it can simulate. */
export async function startZhipu(options: ZhipuOptions): Promise<ZhipuStub> {
  const { latencyMs = standardLatencyMs } = options;
  const paceMs = options.chatPaceMs ?? (options.latencyMs === 0 ? 0 : standardPaceMs);
  const { apis, rules, server } = await startStub(zhipu, options, (kit) => {
    const images = createImageApi(kit, { latencyMs });
    const chat = createChatApi(kit, { paceMs });
    return {
      images,
      chat,
      async route(call) {
        const result = `GET ${basePath}/async-result/`;
        if (call.name === `POST ${basePath}/images/generations`) {
          await images.generate(call, await call.body(), 'sync');
        } else if (call.name === `POST ${basePath}/async/images/generations`) {
          await images.generate(call, await call.body(), 'async');
        } else if (call.name.startsWith(result)) {
          images.poll(call, call.name.slice(result.length));
        } else if (call.name === `POST ${basePath}/chat/completions`) {
          await chat.complete(call, await call.body());
        } else {
          return false;
        }
        return true;
      },
    };
  });

  return {
    url: server.origin + basePath,
    requests: () => apis.images.requests(),
    chats: () => apis.chat.chats(),
    setRules: (list) => rules.set(list),
    rules: () => rules.list(),
    close: () => server.close(),
  };
}
