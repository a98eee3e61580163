import { createPlainDrawings } from '../../../devtools/providers/painter/drawings';
import { startZhipu } from '../../../devtools/providers/zhipu/server';
import type { ZhipuStub } from '../../../devtools/providers/zhipu/server';
import {
  estimateTokens,
  estimateTurnTokens,
} from '../../../cloudfunctions/shared/domain/chat/context';
import { ChatError } from '../../../cloudfunctions/shared/domain/chat/model';
import type {
  ChatAnswer,
  ChatFault,
  ChatOptions,
  ChatTurn,
} from '../../../cloudfunctions/shared/domain/chat/model';
import { createZhipuChat } from '../../../cloudfunctions/shared/providers/zhipu/chat';
import type { ZhipuChatOptions } from '../../../cloudfunctions/shared/providers/zhipu/chat';
import { eventually } from '../../support/eventually';

let zhipu: ZhipuStub;
const turns: ChatTurn[] = [
  { role: 'system', text: '你是灵感助手' },
  { role: 'user', text: '一只橘猫' },
  { role: 'assistant', text: '好的' },
  { role: 'user', text: '海边的灯塔' },
];

const model = (more: Partial<ZhipuChatOptions> = {}) =>
  createZhipuChat({
    apiKey: 'key.secret',
    baseUrl: `${zhipu.url}/`,
    model: 'glm-4-flash-250414',
    ...more,
  });

function ask(
  more: Partial<ChatOptions> = {},
  options: Partial<ZhipuChatOptions> = {},
): Promise<ChatAnswer> {
  const standard = { userId: 'user-0123', timeoutMs: 30_000, onText: () => undefined };
  return model(options).answer(turns, { ...standard, ...more });
}

/** The fault with which the call fails. */
async function faultOf(asked: Promise<ChatAnswer>): Promise<ChatFault> {
  const error: unknown = await asked.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (error instanceof ChatError) return error.fault;
  throw error instanceof Error ? error : new Error('It answered.');
}

/** The stub notices the client's disconnect a little later. */
function expectHungUp(): Promise<void> {
  return eventually(() => expect(zhipu.chats().at(-1)).toMatchObject({ isClosed: true }));
}

beforeAll(async () => {
  zhipu = await startZhipu({
    apiKeys: ['key.secret'],
    latencyMs: 0,
    drawings: createPlainDrawings(),
  });
});
afterAll(() => zhipu.close());
beforeEach(() => zhipu.setRules([]));

describe('asking the chat model', () => {
  it('asks once, with every turn and without the identity of the user', async () => {
    const before = zhipu.chats().length;

    const answer = await ask();

    expect(answer).toMatchObject({ finish: 'stop' });
    expect(answer.text).toContain('刚才的「一只橘猫」先放着，来看「海边的灯塔」。');
    expect(zhipu.chats().slice(before)).toMatchObject([
      {
        request: {
          model: 'glm-4-flash-250414',
          turns,
          isStream: true,
          maxTokens: 1024,
          userId: 'user-0123',
        },
      },
    ]);
  });

  it('reports the text while it grows', async () => {
    zhipu.setRules([{ behaviour: 'pace=3' }]);
    const told: string[] = [];

    const { text } = await ask({ onText: (soFar) => void told.push(soFar) });

    expect(told.length).toBeGreaterThan(3);
    expect(told.every((soFar, index) => soFar.startsWith(told[index - 1] ?? ''))).toBe(true);
    expect(text.startsWith(told.at(-1) ?? '-')).toBe(true);
  });

  it.each([
    ...['torn', 'crlf', 'cr', 'bom', 'no-space', 'no-blank-line', 'fields', 'keep-alive'],
    ...['heartbeat', 'no-content-type', 'content-filter', 'no-done', 'trailing', 'plain-json'],
    ...['whole-last', 'cumulative', 'think', 'think-headless', 'odd-characters'],
  ])('takes the same answer from a vendor that does %s', async (behaviour) => {
    const answer = await ask();
    zhipu.setRules([{ behaviour }]);

    expect(await ask()).toMatchObject({ text: answer.text, finish: 'stop' });
  });

  it('reports that the model stopped too early', async () => {
    zhipu.setRules([{ behaviour: 'length=5' }]);

    const { text, finish } = await ask();

    expect(finish).toBe('length');
    expect(Array.from(text)).toHaveLength(15);
  });

  it('cuts an answer that is too long, and hangs up', async () => {
    zhipu.setRules([{ behaviour: 'hang-stream=9' }]);

    const answer = await ask({}, { maxTextLength: 20 });

    expect(answer.finish).toBe('length');
    expect(answer.text).toHaveLength(20);
    await expectHungUp();
  });

  it('estimates the tokens when the provider does not count them', async () => {
    zhipu.setRules([{ behaviour: 'no-usage' }]);

    const { text, tokensUsed } = await ask();

    expect(tokensUsed).toBe(estimateTurnTokens(turns) + estimateTokens(text));
  });

  it.each(['glm-4.5-air', 'glm-4.7', 'GLM-5.3'])('tells %s not to think aloud', async (name) => {
    await ask({}, { model: name });

    expect(zhipu.chats().at(-1)?.request?.isThinking).toBe(false);
  });
});

describe('a fault of the chat model', () => {
  it.each<[string, Partial<ChatFault>]>([
    ['1302', { state: 'retry', at: 'same', failure: 'busy', providerCode: '1302' }],
    ['1305', { state: 'retry', at: 'same', failure: 'busy' }],
    ['numeric=1304', { state: 'retry', at: 'other', failure: 'busy', providerCode: '1304' }],
    ['flat=1301', { state: 'refused', failure: 'refused', mustErase: false }],
    ['1300', { state: 'refused', failure: 'refused' }],
    ['1261', { state: 'refused', failure: 'tooLong' }],
    ['1113', { state: 'disabled', failure: 'failed', httpStatus: 429 }],
    ['1211', { state: 'disabled', failure: 'failed', httpStatus: 400 }],
    ['1221', { state: 'disabled', failure: 'failed' }],
    ['1214', { state: 'refused', reason: 'request', failure: 'failed' }],
    ['html502', { state: 'retry', at: 'same', failure: 'busy', providerCode: 'http-502' }],
    ['html504', { state: 'unknown', failure: 'noAnswer', providerCode: 'http-504' }],
    ['status=503', { state: 'retry', at: 'same', failure: 'busy' }],
    ['not-json', { state: 'unknown', failure: 'noAnswer', providerCode: 'not-json' }],
    ['cut', { state: 'unknown', failure: 'noAnswer', providerCode: 'ECONNRESET' }],
    ['sensitive', { state: 'refused', failure: 'refused', mustErase: false }],
    ['context-exceeded', { state: 'refused', failure: 'tooLong' }],
    ['blank-answer', { state: 'retry', at: 'same', failure: 'failed', maxAttempts: 2 }],
    ['think-open', { state: 'retry', at: 'same', failure: 'failed', maxAttempts: 2 }],
    ['empty-answer', { state: 'retry', at: 'same', failure: 'failed', maxAttempts: 2 }],
    ['network-error=0', { state: 'retry', at: 'same', failure: 'cut', maxAttempts: 2 }],
    ['cut-stream=0', { state: 'retry', at: 'same', failure: 'cut', maxAttempts: 2 }],
    ['end-stream=0', { state: 'retry', at: 'same', failure: 'cut', providerCode: 'no-end' }],
  ])('is, before anything was shown, for %s', async (behaviour, expected) => {
    zhipu.setRules([{ behaviour }]);
    const told: string[] = [];

    const fault = await faultOf(ask({ onText: (soFar) => void told.push(soFar) }));

    expect(fault).toMatchObject({ hasShownText: false, ...expected });
    expect(told).toEqual([]);
  });

  it.each<[string, Partial<ChatFault>]>([
    ['sensitive-after=4', { state: 'refused', failure: 'refused', mustErase: true }],
    ['error-event=1301', { state: 'refused', failure: 'refused', mustErase: true }],
    ['stream-error=1305', { failure: 'busy', providerCode: '1305', mustErase: false }],
    ['network-error=4', { failure: 'cut', providerCode: 'network_error' }],
    ['cut-stream=4', { failure: 'cut', mustErase: false }],
    ['end-stream=4', { failure: 'cut', providerCode: 'no-end' }],
    ['garbage-event', { failure: 'cut', providerCode: 'not-json' }],
  ])('is, after a part was shown, for %s', async (behaviour, expected) => {
    zhipu.setRules([{ behaviour }]);
    const told: string[] = [];

    const fault = await faultOf(ask({ onText: (soFar) => void told.push(soFar) }));

    expect(fault).toMatchObject({ hasShownText: true, ...expected });
    expect(told.length).toBeGreaterThan(0);
  });

  it('is busy when the connection is refused, as nothing was sent', async () => {
    expect(await faultOf(ask({}, { baseUrl: 'http://127.0.0.1:1/api' }))).toMatchObject({
      state: 'retry',
      at: 'same',
      failure: 'busy',
      providerCode: 'ECONNREFUSED',
    });
  });

  it('never reveals the key', async () => {
    const error: unknown = await ask({}, { apiKey: 'wrong.secret' }).catch(
      (caught: unknown) => caught,
    );

    expect(error).toMatchObject({ fault: { state: 'disabled', providerCode: '1000' } });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('wrong.secret');
  });

  it.each([
    [
      'no time is left',
      'hang',
      { timeoutMs: 200 },
      {},
      { failure: 'noAnswer', providerCode: 'timeout' },
    ],
    [
      'nothing comes for too long',
      'hang',
      {},
      { idleMs: 200 },
      { failure: 'noAnswer', providerCode: 'idle' },
    ],
    [
      'no time is left in the middle',
      'hang-stream=4',
      { timeoutMs: 3_000 },
      {},
      { failure: 'cut', providerCode: 'timeout' },
    ],
    [
      'nothing more comes',
      'hang-stream=4',
      {},
      { idleMs: 3_000 },
      { failure: 'cut', providerCode: 'idle' },
    ],
  ])('ends the waiting when %s', async (_when, behaviour, limits, options, expected) => {
    zhipu.setRules([{ behaviour }]);

    expect(await faultOf(ask(limits, options))).toMatchObject({
      state: 'unknown',
      ...expected,
    });
    await expectHungUp();
  });
});

describe('stopping an answer', () => {
  it('hangs up at once', async () => {
    zhipu.setRules([{ behaviour: 'hang-stream=4' }]);
    const stop = new AbortController();

    const fault = await faultOf(ask({ signal: stop.signal, onText: () => stop.abort() }));

    expect(fault).toMatchObject({ failure: 'stopped', hasShownText: true, mustErase: false });
    await expectHungUp();
  });

  it('hangs up before the answer has begun', async () => {
    zhipu.setRules([{ behaviour: 'hang' }]);
    const stop = new AbortController();
    const asked = faultOf(ask({ signal: stop.signal }));
    const before = zhipu.chats().length;
    await eventually(() => expect(zhipu.chats()).toHaveLength(before + 1));
    stop.abort();

    expect(await asked).toMatchObject({ failure: 'stopped', hasShownText: false });
    await expectHungUp();
  });

  it('makes no request when it was stopped before', async () => {
    const before = zhipu.chats().length;

    expect(await faultOf(ask({ signal: AbortSignal.abort() }))).toMatchObject({
      failure: 'stopped',
    });
    expect(zhipu.chats()).toHaveLength(before);
  });
});

describe('the listener', () => {
  it('gets one text at a time, and none after the answer has settled', async () => {
    zhipu.setRules([{ behaviour: 'pace=2' }]);
    const told: string[] = [];
    let running = 0;
    let maxRunning = 0;
    const onText = async (soFar: string): Promise<void> => {
      running += 1;
      maxRunning = Math.max(maxRunning, running);
      told.push(soFar);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
    };

    const { text } = await ask({ onText });
    const atTheEnd = told.length;
    expect(running).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 50));

    expect(maxRunning).toBe(1);
    expect(told).toHaveLength(atTheEnd);
    expect(told.length).toBeLessThan(text.length / 3);
  });

  it('ends the answer with its own error, and hangs up', async () => {
    zhipu.setRules([{ behaviour: 'hang-stream=4' }]);

    await expect(
      ask({ onText: () => Promise.reject(new Error('the row is gone')) }),
    ).rejects.toThrow('the row is gone');
    await expectHungUp();
  });
});
