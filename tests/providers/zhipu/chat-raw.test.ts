import fc from 'fast-check';
import { ChatError } from '../../../cloudfunctions/shared/domain/chat/model';
import type { ChatAnswer } from '../../../cloudfunctions/shared/domain/chat/model';
import { createZhipuChat } from '../../../cloudfunctions/shared/providers/zhipu/chat';
import type { ZhipuChatOptions } from '../../../cloudfunctions/shared/providers/zhipu/chat';
import { startRawServer } from '../../support/raw-server';
import type { RawAnswer, RawServer } from '../../support/raw-server';
import { eventually } from '../../support/eventually';

let server: RawServer;
beforeAll(async () => {
  server = await startRawServer();
});
afterAll(() => server.close());

const head = (type: string, more = ''): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\nconnection: close\r\n${more}\r\n`;
const events = head('text/event-stream;charset=UTF-8');
const json = head('application/json');
const piece = (content: string): string =>
  `data: ${JSON.stringify({ id: '1', choices: [{ index: 0, delta: { role: 'assistant', content } }] })}\n\n`;
const last = (reason: string, tokens = 42): string =>
  `data: ${JSON.stringify({
    id: '1',
    choices: [{ index: 0, finish_reason: reason, delta: { role: 'assistant', content: '' } }],
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: tokens },
  })}\n\n`;
const done = 'data: [DONE]\n\n';

function ask(
  answer: RawAnswer,
  options: Partial<ZhipuChatOptions> = {},
  onText: (textSoFar: string) => void = () => undefined,
): Promise<ChatAnswer> {
  server.answer = answer;
  return createZhipuChat({
    apiKey: 'key.secret',
    baseUrl: server.url,
    model: 'glm-4-flash-250414',
    ...options,
  }).answer([{ role: 'user', text: '橘猫' }], {
    userId: 'user-0123',
    timeoutMs: 30_000,
    onText,
  });
}

const stream = (...pieces: string[]): RawAnswer => ({ pieces: [events, ...pieces] });

async function faultOf(asked: Promise<ChatAnswer>): Promise<unknown> {
  const error: unknown = await asked.catch((caught: unknown) => caught);
  return error instanceof ChatError ? error.fault : error;
}

describe('a stream of bytes', () => {
  it('gives the same answer wherever it is cut, through characters and line ends too', async () => {
    const text = '橘猫🐱在看雨，\n窗外 é 的灯';
    const lines = [': hi\n\n', ...Array.from(text, piece), ': hi\n\n\n', last('stop'), done];
    const mixed = lines.map((line, index) =>
      line.replaceAll('\n', ['\n', '\r\n'][index % 2] ?? ''),
    );
    const bytes = Buffer.from(mixed.join(''));

    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (places) => {
        const sorted = [...new Set(places)].sort((a, b) => a - b);
        const pieces = [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index]));
        expect(await ask({ pieces: [events, ...pieces] })).toEqual({
          text,
          tokensUsed: 42,
          finish: 'stop',
        });
      }),
      { numRuns: 40 },
    );
  });

  it('may spread one event over several data lines', async () => {
    const spread = 'data: {"choices":[{"index":0,\ndata: "delta":{"content":"猫"}}]}\n\n';

    expect(await ask(stream(spread, last('stop'), done))).toMatchObject({ text: '猫' });
  });

  it('may lack the last line end, and [DONE] or the reason of its end', async () => {
    expect(await ask(stream(piece('猫'), last('stop').trim()))).toMatchObject({ text: '猫' });
    expect(await ask(stream(piece('猫'), 'data: [DONE]'))).toMatchObject({ finish: 'stop' });
  });

  it('may count the tokens after the reason of its end', async () => {
    const usage = 'data: {"choices":[],"usage":{"total_tokens":7}}\n\n';
    const end = piece('').replace('"index"', '"finish_reason":"stop","index"');

    expect(await ask(stream(piece('猫'), end, usage, done))).toMatchObject({ tokensUsed: 7 });
  });

  it('is whole with the reason of its end, whatever becomes of the connection', async () => {
    const pieces = [events, piece('猫'), last('stop')];

    expect(await ask({ pieces, ending: 'cut' })).toMatchObject({ text: '猫', finish: 'stop' });
    expect(await ask({ pieces, ending: 'open' }, { idleMs: 100 })).toMatchObject({ text: '猫' });
  });

  it('is cut when it breaks before', async () => {
    expect(await faultOf(ask({ pieces: [events, piece('猫')], ending: 'cut' }))).toMatchObject({
      failure: 'cut',
      hasShownText: true,
    });
    expect(await faultOf(ask({ pieces: [events], ending: 'cut' }))).toMatchObject({
      failure: 'cut',
      state: 'retry',
      at: 'same',
      hasShownText: false,
    });
  });

  it('may hold what we do not know, as long as we understand what we need', async () => {
    const odd =
      'data: {"choices":[{"index":0,"delta":{"content":null,"reasoning_content":"想"}}],"new":1}\n\n';
    const empty = 'data: {}\n\n';

    expect(await ask(stream(odd, empty, piece('猫'), last('stop'), done))).toMatchObject({
      text: '猫',
    });
  });

  it.each([
    [
      'text that is no text',
      piece('').replace('"content":""', '"content":["猫"]'),
      'not-understood',
    ],
    ['an error with a numeric code', 'data: {"error":{"code":1302,"message":"x"}}\n\n', '1302'],
    ['a flat error', 'data: {"code":"1113","message":"x"}\n\n', '1113'],
    ['an event of an error without a code', 'event: error\ndata: {"message":"x"}\n\n', 'http-200'],
    ['a reason that we do not know', last('something_new'), 'finish-something_new'],
    ['a call of a tool', last('tool_calls'), 'finish-tool_calls'],
  ])('ends with %s', async (_what, event, providerCode) => {
    const fault = await faultOf(ask(stream(event, piece('猫'), last('stop'), done)));

    expect(fault).toMatchObject({ providerCode, hasShownText: false });
  });

  it('is given up when an event does not end', async () => {
    const endless = `data: ${'x'.repeat(300 * 1024)}`;

    expect(await faultOf(ask({ pieces: [events, endless], ending: 'open' }))).toMatchObject({
      providerCode: 'too-much',
    });
  });

  it('is cut at its maximum length, but never inside a character', async () => {
    const answer = await ask(stream(piece('猫🐱🐱'), last('stop'), done), { maxTextLength: 2 });

    expect(answer).toMatchObject({ text: '猫🐱', finish: 'length' });
  });

  it.each<[string, string[]]>([
    ['an empty event as a heartbeat', [piece('猫'), 'data:\n\n', 'data: \n\n', last('stop'), done]],
    ['a named event as a heartbeat', [piece('猫'), 'event: ping\ndata: now\n\n', last('stop')]],
    ['null as a heartbeat', ['data: null\n\n', piece('猫'), last('stop'), done]],
    [
      'fields that we do not use',
      [`event: message\nid: 3\nretry: 100\n${piece('猫')}`, last('stop')],
    ],
    [
      'events without an empty line between them',
      [piece('猫'), last('stop'), done].map((e) => e.trim() + '\n'),
    ],
    ['a byte order mark', [`\ufeff${piece('猫')}`, last('stop'), done]],
    ['bytes after [DONE]', [piece('猫'), last('stop'), done, piece('狗'), '\0{"error"']],
  ])('takes %s', async (_what, pieces) => {
    expect(await ask(stream(...pieces))).toMatchObject({ text: '猫', finish: 'stop' });
  });

  it.each(['', 'text/plain', 'application/json'])('may call itself %j', async (type) => {
    const named = type === '' ? head('x').replace('content-type: x\r\n', '') : head(type);
    const pieces = [named, piece('橘'), piece('猫'), last('stop'), done];

    expect(await ask({ pieces })).toMatchObject({ text: '橘猫', finish: 'stop' });
    expect(await faultOf(ask({ pieces: pieces.slice(0, 2), ending: 'cut' }))).toMatchObject({
      ...{ failure: 'cut', hasShownText: true },
    });
  });

  it('may hold the answer, or an error, as plain JSON', async () => {
    const message = { role: 'assistant', content: '猫' };
    const whole = { choices: [{ index: 0, finish_reason: 'stop', message }] };
    const error = { error: { code: '1305', message: 'x' } };

    expect(await ask(stream(JSON.stringify(whole)))).toMatchObject({ text: '猫' });
    expect(await faultOf(ask(stream(JSON.stringify(error))))).toMatchObject({ failure: 'busy' });
    expect(await faultOf(ask(stream('<html>Bad</html>')))).toMatchObject({ failure: 'noAnswer' });
  });

  it('may report an error in an event under a status that says so', async () => {
    const busy = 'HTTP/1.1 429 Too Many\r\ncontent-type: text/event-stream\r\n\r\n';
    const error = 'data: {"error":{"code":"1113","message":"x"}}\n\n';

    expect(await faultOf(ask({ pieces: [busy, error] }))).toMatchObject({
      ...{ state: 'disabled', providerCode: '1113', httpStatus: 429 },
    });
  });
});

describe('the text of a stream', () => {
  const ending = (choice: object): string =>
    `data: ${JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', ...choice }] })}\n\n`;
  const message = (content: string) => ({ message: { role: 'assistant', content } });
  const delta = (content: string) => ({ delta: { role: 'assistant', content } });

  it.each<[string, string[], string]>([
    [
      'once, when the last event repeats it as a message',
      [piece('A'), piece('B'), ending(message('AB'))],
      'AB',
    ],
    [
      'once, when the last event repeats it as a piece',
      [piece('A'), piece('B'), ending(delta('AB'))],
      'AB',
    ],
    [
      'with a last piece beside the message',
      [piece('A'), ending({ ...delta('B'), ...message('AB') })],
      'AB',
    ],
    ['from the message alone', [ending(message('AB'))], 'AB'],
    [
      'once, when each piece repeats the text so far',
      [piece('A'), piece('AB'), piece('ABC'), last('stop')],
      'ABC',
    ],
    [
      'with words that repeat themselves',
      [piece('好'), piece('好的'), piece('，哈'), piece('哈'), last('stop')],
      '好好的，哈哈',
    ],
    [
      'without thoughts',
      [piece('<think>想'), piece('</think>'), piece('\n\nAB'), last('stop')],
      'AB',
    ],
    [
      'without thoughts in tags that are cut',
      [...Array.from('<think>想</think>AB', piece), last('stop')],
      'AB',
    ],
    [
      'without thoughts that lack their first tag',
      [piece('想</thi'), piece('nk>AB'), last('stop')],
      'AB',
    ],
    ['without thoughts in the message', [ending(message('<think>想</think>AB'))], 'AB'],
    [
      'with a < that begins no tag',
      [piece('a <'), piece('3'), piece(' b'), last('stop')],
      'a <3 b',
    ],
  ])('is given %s', async (_how, pieces, text) => {
    expect(await ask(stream(...pieces))).toMatchObject({ text });
  });

  it('is never shown further than it will remain, however it is cut into pieces', async () => {
    const part = fc.constantFrom(
      '<think>想</think>',
      'A',
      'AB',
      '<',
      '哈',
      '哈哈',
      '\u200b',
      '\u202e',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 12 }), async (parts) => {
        const shown: string[] = [];
        const asked = ask(stream(...parts.map(piece), last('stop')), {}, (soFar) =>
          shown.push(soFar),
        );
        const { text } = await asked.catch(() => ({ text: '' }));
        for (const soFar of shown) expect(text.startsWith(soFar)).toBe(true);
        expect(text).not.toMatch(/think|想|[\u200b\u202e]/);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['thoughts alone', '<think>想一想</think>'],
    ['thoughts that do not end', '<think>想一想'],
    ['characters that nobody sees', '\u200b\u2060\ufeff'],
    ['blank letters', '\u3164\u115f \u2800\n'],
    ['control characters', '\u0007\u0000'],
  ])('is no answer when it is %s', async (_what, text) => {
    expect(await faultOf(ask(stream(piece(text), last('stop'), done)))).toMatchObject({
      ...{ state: 'retry', maxAttempts: 2, failure: 'failed', providerCode: 'empty' },
      hasShownText: false,
    });
  });

  it('never holds reasoning_content', async () => {
    const thought =
      'data: {"choices":[{"index":0,"delta":{"content":"","reasoning_content":"想"}}]}\n\n';

    expect(await ask(stream(thought, piece('AB'), last('stop')))).toMatchObject({ text: 'AB' });
    expect(await faultOf(ask(stream(thought, last('stop'))))).toMatchObject({
      providerCode: 'empty',
    });
  });

  it('is whole with its emoji, and has no characters that change what is read around it', async () => {
    const odd = 'a\u202eb\u2066c\u200bd\u0007e\r\nf\u00adg👩‍🎨☀️';

    expect(await ask(stream(piece(odd), last('stop')))).toMatchObject({ text: 'abcde\nfg👩‍🎨☀️' });
  });
});

describe('an answer that is no stream', () => {
  const answer = (body: object): RawAnswer => ({ pieces: [json, JSON.stringify(body)] });

  it('is taken as a whole', async () => {
    const body = {
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '猫' } }],
      usage: { total_tokens: 9 },
    };

    expect(await ask(answer(body))).toEqual({ text: '猫', finish: 'stop', tokensUsed: 9 });
  });

  it.each([
    [
      'an error',
      { error: { code: '1305', message: 'x' } },
      { failure: 'busy', providerCode: '1305' },
    ],
    [
      'a refusal',
      { error: { code: '1301' }, contentFilter: [{ level: 1 }] },
      { failure: 'refused' },
    ],
    ['nothing', {}, { failure: 'cut', providerCode: 'no-end' }],
  ])('may be %s with status 200', async (_what, body, expected) => {
    expect(await faultOf(ask(answer(body)))).toMatchObject({ ...expected, httpStatus: 200 });
  });

  it('is not read without end', async () => {
    const long = { pieces: [json, 'x'.repeat(100 * 1024)], ending: 'open' as const };

    expect(await faultOf(ask(long))).toMatchObject({ failure: 'noAnswer' });
  });

  it('says how long to wait', async () => {
    const busy = 'HTTP/1.1 429 Too Many\r\nretry-after: 7\r\nconnection: close\r\n\r\n';
    const body = JSON.stringify({ error: { code: '1302', message: 'x' } });

    expect(await faultOf(ask({ pieces: [busy, body] }))).toMatchObject({ retryAfterMs: 7_000 });
  });

  it('does not follow a redirect', async () => {
    const elsewhere =
      'HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n';

    expect(await faultOf(ask({ pieces: [elsewhere] }))).toMatchObject({
      state: 'disabled',
      providerCode: 'http-302',
    });
  });
});

it('leaves no connection open', async () => {
  await eventually(() => expect(server.open()).toBe(0));
});
