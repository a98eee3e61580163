import { parseAnswer, systemPrompt } from '../../../cloudfunctions/shared/domain/chat/prompt';
import { createPlainDrawings } from '../../../devtools/providers/painter/drawings';
import { errors } from '../../../devtools/providers/zhipu/errors';
import { startZhipu } from '../../../devtools/providers/zhipu/server';
import type { ZhipuOptions, ZhipuStub } from '../../../devtools/providers/zhipu/server';
import sizes from '../../../database-templates/sizes.json';
import styles from '../../../database-templates/styles.json';
import { eventually } from '../../support/eventually';

type Body = Record<string, unknown>;
type Reply = { status: number; type: string | null; text: string };
type Completion = {
  choices: {
    finish_reason?: string;
    delta?: { content?: string; reasoning_content?: string };
    message?: { role: string; content: string };
  }[];
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
};

let stub: ZhipuStub;
const model = 'glm-4-flash-250414';
const choices = {
  styles: styles.seed.map(({ _id: id, name }) => ({ id, name })),
  sizes: sizes.seed.map(({ _id: id, ratio }) => ({ id, ratio })),
};
const system = { role: 'system', content: systemPrompt(choices) };
const user = (content: string) => ({ role: 'user', content });

async function start(options: Partial<ZhipuOptions> = {}): Promise<void> {
  stub = await startZhipu({
    apiKeys: ['key-1'],
    latencyMs: 0,
    now: () => 1_763_600_000_000,
    drawings: createPlainDrawings(),
    ...options,
  });
}

async function post(
  body: Body | string,
  key = 'Bearer key-1',
  signal?: AbortSignal,
): Promise<Reply> {
  const response = await fetch(`${stub.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === '' ? {} : { authorization: key }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  const type = response.headers.get('content-type');
  return { status: response.status, type, text: await response.text() };
}

const json = ({ text }: Reply): Body => JSON.parse(text) as Body;
const codeOf = (reply: Reply): unknown => (json(reply)['error'] as Body | undefined)?.['code'];

/** The assistant's answer to this conversation. */
async function say(...said: string[]): Promise<string> {
  const messages: Body[] = [system];
  let answer = '';
  for (const content of said) {
    messages.push(user(content));
    const reply = await post({ model, messages });
    answer = (json(reply) as Completion).choices[0]?.message?.content ?? '';
    messages.push({ role: 'assistant', content: answer });
  }
  return answer;
}

async function stream(
  content: string,
  more: Body = {},
): Promise<{ reply: Reply; events: Completion[] }> {
  const reply = await post({ model, messages: [system, user(content)], stream: true, ...more });
  const data = [...reply.text.matchAll(/^data: (\{.*)$/gm)].map(([, text = '']) => text);
  return { reply, events: data.map((text) => JSON.parse(text) as Completion) };
}

const contentOf = (events: Completion[]): string =>
  events.map(({ choices: [choice] }) => choice?.delta?.content ?? '').join('');

beforeEach(() => start());
afterEach(() => stub.close());

describe('POST /chat/completions', () => {
  it('answers with a message, the reason of its end and the tokens', async () => {
    const reply = await post({ model, messages: [user('橘猫')], request_id: 'request-1' });

    expect(reply.status).toBe(200);
    expect(json(reply)).toMatchObject({
      created: 1_763_600_000,
      model,
      request_id: 'request-1',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant' } }],
    });
    const {
      prompt_tokens: asked = 0,
      completion_tokens: said = 0,
      total_tokens: total,
    } = (json(reply) as Completion).usage ?? {};
    expect(total).toBe(asked + said);
    expect(Math.min(asked, said)).toBeGreaterThan(0);
  });

  it('streams the same answer in chunks, with the reason and the tokens in the last one', async () => {
    const { reply, events } = await stream('橘猫');

    expect(reply.type).toContain('text/event-stream');
    expect(contentOf(events)).toBe(await say('橘猫'));
    expect(events.length).toBeGreaterThan(10);
    expect(events.filter(({ usage }) => usage !== undefined)).toEqual([events.at(-1)]);
    expect(events.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(reply.text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('ends with length where max_tokens ends', async () => {
    const { events } = await stream('橘猫', { max_tokens: 10 });

    expect(events.at(-1)?.choices[0]?.finish_reason).toBe('length');
    expect(Array.from(contentOf(events)).length).toBeLessThan(20);
  });

  it('lets the models that think do so, unless they are told not to', async () => {
    const thoughts = async (more: Body): Promise<boolean> =>
      (await stream('橘猫', more)).reply.text.includes('reasoning_content');

    expect(await thoughts({ model: 'glm-4.7' })).toBe(true);
    expect(await thoughts({ model: 'glm-4.7', thinking: { type: 'disabled' } })).toBe(false);
    expect(await thoughts({})).toBe(false);
  });

  it.each([
    ['no Authorization header', '', '1001'],
    ['an unknown key', 'Bearer key-2', '1000'],
  ])('refuses %s', async (_what, key, code) => {
    const reply = await post({ model, messages: [user('x')] }, key);

    expect([reply.status, codeOf(reply)]).toEqual([401, code]);
  });

  const messages = [user('x')];
  it.each<[string, Body | string, string]>([
    ['broken JSON', '{"model":', '1210'],
    ['no model', { messages }, '1213'],
    ['an unknown model', { model: 'glm-9', messages }, '1211'],
    ['a model of pictures', { model: 'cogview-4', messages }, '1212'],
    ['no messages', { model }, '1213'],
    ['messages that are no list', { model, messages: 'x' }, '1214'],
    ['an empty list', { model, messages: [] }, '1214'],
    ['no question', { model, messages: [system, { role: 'assistant', content: 'x' }] }, '1214'],
    ['an empty question', { model, messages: [user('')] }, '1213'],
    ['an unknown role', { model, messages: [{ role: 'bot', content: 'x' }] }, '1214'],
    [
      'a picture',
      {
        model,
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }],
      },
      '1214',
    ],
    ['a temperature above 1', { model, messages, temperature: 1.5 }, '1214'],
    ['a top_p of 0', { model, messages, top_p: 0 }, '1214'],
    ['half a token', { model, messages, max_tokens: 0.5 }, '1214'],
    ['a stream that is no boolean', { model, messages, stream: 'yes' }, '1214'],
    ['two stop words', { model, messages, stop: ['a', 'b'] }, '1214'],
    ['another choice of tools', { model, messages, tool_choice: 'none' }, '1214'],
    ['an unknown format', { model, messages, response_format: { type: 'xml' } }, '1214'],
    ['an unknown way of thinking', { model, messages, thinking: { type: 'deep' } }, '1214'],
    ['a short user id', { model, messages, user_id: 'abc' }, '1214'],
    ['more than the context holds', { model, messages: [user('长'.repeat(190_000))] }, '1261'],
  ])('refuses %s', async (_what, body, code) => {
    const reply = await post(body);

    expect([reply.status, codeOf(reply)]).toEqual([400, code]);
  });

  it('runs no more requests at a time than configured', async () => {
    await stub.close();
    await start({ concurrency: 1 });
    const hung = post({ model, messages: [user('[stub:hang]')] }).catch(() => null);
    await eventually(() => expect(stub.chats()).toHaveLength(1));

    expect((await post({ model, messages: [user('x')] })).status).toBe(429);
    await stub.close();
    await hung;
    await start();
  });

  it('remembers what was asked, how much was sent and whether the client hung up', async () => {
    await stream('橘猫', { user_id: 'user-1234' });
    const giveUp = new AbortController();
    const body = { model, messages: [user('[stub:hang-stream=4] 猫')], stream: true };
    const hung = post(body, 'Bearer key-1', giveUp.signal);
    await eventually(() => expect(stub.chats()).toMatchObject([{}, { chunksSent: 4 }]));
    giveUp.abort();
    await expect(hung).rejects.toThrow('aborted');
    await eventually(() => expect(stub.chats()).toMatchObject([{}, { isClosed: true }]));
    await stream('猫 [stub:1302]');

    expect(stub.chats()).toMatchObject([
      { charged: true, outcome: 'answered', isClosed: false, request: { userId: 'user-1234' } },
      { charged: true, outcome: 'hang-stream', isClosed: true, chunksSent: 4 },
      { charged: false, outcome: '1302', chunksSent: 0 },
    ]);
    expect(stub.requests()).toEqual([]);
  });
});

describe('the assistant', () => {
  const wishes = [
    '一只橘猫在看雨',
    '一只黑猫在晒太阳',
    '海边的灯塔',
    '量子纠缠',
    '给外婆做一张生日贺卡',
    '赛博朋克的十字路口',
  ];

  it('answers every wish in its own way, and the same wish in the same', async () => {
    const answers = await Promise.all(wishes.map((wish) => say(wish)));

    expect(new Set(answers).size).toBe(wishes.length);
    expect(await Promise.all(wishes.map((wish) => say(wish)))).toEqual(answers);
  });

  it.each(wishes)('proposes a picture that we can draw: %s', async (wish) => {
    const { text, proposal } = parseAnswer(await say(wish), choices, true);

    expect(text).not.toContain('【');
    expect(text.length).toBeGreaterThan(10);
    expect(choices.styles.map(({ id }) => id)).toContain(proposal?.style);
    expect(choices.sizes.map(({ id }) => id)).toContain(proposal?.size);
  });

  it('leaves out what is not wanted, and takes the style and the size that are', async () => {
    const answer = await say('画一张水彩的手机壁纸，中秋，不要月饼和茶，要安静一点的');

    expect(parseAnswer(answer, choices, true).proposal).toMatchObject({
      prompt: expect.not.stringMatching(/月饼|茶/) as string,
      styleName: '水彩',
      ratio: '9:16',
    });
    expect(answer).toContain('静谧');
  });

  it('names what was said before', async () => {
    expect(await say('画一张中秋的图', '不错，再给一个江南的版本')).toContain(
      '在「中秋」上接着改：江南',
    );
    expect(await say('雪夜里的小屋', '画一条龙')).toContain('刚才的「雪夜里的小屋」');
    expect(await say('中秋', '一只橘猫', '还记得我前面说了什么吗')).toContain(
      '「中秋」，然后是「一只橘猫」',
    );
    expect(await say('还记得我前面说了什么吗')).toContain('第一句话');
  });

  it('adds to the picture that it proposed', async () => {
    const first = parseAnswer(await say('雪夜里的小屋'), choices, true).proposal?.prompt ?? '';

    expect(await say('雪夜里的小屋', '加一盏红灯笼')).toContain(`一盏红灯笼，${first}`);
  });

  it.each(['你好', '谢谢', '今天股票怎么样'])('proposes nothing to %s', async (text) => {
    expect(await say(text)).not.toContain('【');
  });

  it('has an idea for a user without one', async () => {
    expect(await say('没灵感，随便推荐一个')).toContain('【画面】');
    expect(await say('再来一个')).toContain('【画面】');
  });

  it('follows the form that the system prompt requires', async () => {
    const form = '【Scene】the picture\n【Look】选一个：雕塑、木刻';
    const ask = async (content: string): Promise<string> => {
      const reply = await post({ model, messages: [{ role: 'system', content }, user('橘猫')] });
      return (json(reply) as Completion).choices[0]?.message?.content ?? '';
    };

    expect(await ask(form)).toMatch(/\n\n【Scene】橘猫，.+\n【Look】(?:雕塑|木刻)$/);
    expect(await ask('你是助手')).toMatch(/比如：橘猫，.+。$/);
  });
});

describe('a directive in the last message', () => {
  it.each(Object.entries(errors).map(([code, { status }]) => [code, status]))(
    'answers the code %s with its status',
    async (code, status) => {
      const { reply } = await stream(`猫 [stub:${code}]`);

      expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    },
  );

  it('is not part of the question, and does not apply to later messages', async () => {
    expect(await say('橘猫 [stub:content-filter]')).toBe(await say('橘猫'));
    expect(await say('橘猫 [stub:1302x0]', '海边 [stub:no-usage]')).toContain('「橘猫」');
    const earlier = [user('[stub:1302]'), { role: 'assistant', content: '好' }, user('橘猫')];

    expect((await post({ model, messages: earlier })).status).toBe(200);
  });

  it('can refuse the answer at once or in the middle', async () => {
    const [atOnce, later] = [
      await stream('[stub:sensitive] 猫'),
      await stream('[stub:sensitive-after=3] 猫'),
    ];

    expect(Array.from(contentOf(atOnce.events))).toHaveLength(0);
    expect(Array.from(contentOf(later.events))).toHaveLength(9);
    expect(later.events.at(-1)).toMatchObject({
      choices: [{ finish_reason: 'sensitive' }],
      content_filter: [{ role: 'assistant', level: 1 }],
    });
  });

  it.each([
    ['network-error=2', 'network_error'],
    ['length=2', 'length'],
    ['context-exceeded', 'model_context_window_exceeded'],
    ['empty-answer', 'stop'],
  ])('%s ends with the reason %s', async (name, reason) => {
    const { events } = await stream(`[stub:${name}] 猫`);

    expect(events.at(-1)?.choices[0]?.finish_reason).toBe(reason);
  });

  it('can report an error in the middle', async () => {
    expect((await stream('[stub:stream-error=1305] 猫')).reply.text).toMatch(
      /\n\ndata: \{"error":\{"code":"1305","message":"[^"]+"\}\}\n\n$/,
    );
    expect((await stream('[stub:error-event=1301] 猫')).reply.text).toContain(
      'event: error\ndata: {"error":{"code":"1301"',
    );
  });

  it('can end without the usage, without [DONE] or without anything', async () => {
    const noUsage = await stream('[stub:no-usage] 猫');
    const noDone = await stream('[stub:no-done] 猫');
    const cutOff = await stream('[stub:end-stream=2] 猫');

    expect(noUsage.events.some(({ usage }) => usage !== undefined)).toBe(false);
    expect(noDone.reply.text).not.toContain('[DONE]');
    expect(cutOff.events).toHaveLength(2);
    await expect(stream('[stub:cut-stream=2] 猫')).rejects.toThrow();
    await expect(stream('[stub:cut] 猫')).rejects.toThrow();
  });

  it('can change how the lines look, but not what they say', async () => {
    const plain = await stream('猫');
    for (const name of ['keep-alive', 'crlf', 'torn', 'pace=1']) {
      expect(contentOf((await stream(`猫 [stub:${name}]`)).events)).toBe(contentOf(plain.events));
    }
    expect((await stream('猫 [stub:crlf]')).reply.text).toContain('\r\n\r\n');
    expect((await stream('猫 [stub:keep-alive]')).reply.text).toContain(': keep-alive\n');
  });

  it('holds for an answer that is not streamed', async () => {
    const ask = (name: string): Promise<Reply> =>
      post({ model, messages: [user(`[stub:${name}] 猫`)] });

    expect(json(await ask('sensitive'))).toMatchObject({
      choices: [{ finish_reason: 'sensitive', message: { content: '' } }],
    });
    expect(codeOf(await ask('stream-error=1305'))).toBe('1305');
    await expect(ask('cut-stream=1')).rejects.toThrow();
  });
});

describe('a rule of the stub', () => {
  it('can hold for one API only', async () => {
    stub.setRules([{ behaviour: '1305', api: 'images' }]);
    expect((await stream('猫')).reply.status).toBe(200);

    stub.setRules([{ behaviour: '1305', api: 'chat', nth: 2 }]);
    const statuses = [];
    for (const text of ['a', 'b', 'c']) statuses.push((await stream(text)).reply.status);

    expect(statuses).toEqual([200, 429, 200]);
  });
});
