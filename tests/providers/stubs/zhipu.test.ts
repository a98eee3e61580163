import { createPlainDrawings } from '../../../devtools/providers/painter/drawings';
import { behavioursOf } from '../../../devtools/providers/http/directives';
import { errors } from '../../../devtools/providers/zhipu/errors';
import { startZhipu } from '../../../devtools/providers/zhipu/server';
import type { ZhipuOptions, ZhipuStub } from '../../../devtools/providers/zhipu/server';
import { zhipu } from '../../../devtools/providers/zhipu/vendor';
import { isWholePicture, pictureSize } from '../../../cloudfunctions/shared/pictures/picture';
import { eventually } from '../../support/eventually';

type Reply = { status: number; type: string | null; text: string };
type Body = Record<string, unknown>;

let stub: ZhipuStub;
let now = 1_763_600_000_000;

async function start(options: Partial<ZhipuOptions> = {}): Promise<void> {
  stub = await startZhipu({
    apiKeys: ['key-1'],
    latencyMs: 0,
    now: () => now,
    drawings: createPlainDrawings(),
    ...options,
  });
}

async function post(body: Body | string, key = 'Bearer key-1', path = '/images'): Promise<Reply> {
  const response = await fetch(`${stub.url}${path}/generations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === '' ? {} : { authorization: key }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const type = response.headers.get('content-type');
  return { status: response.status, type, text: await response.text() };
}

const draw = (prompt: string, more: Body = {}): Promise<Reply> =>
  post({ model: 'cogview-4-250304', prompt, ...more });

function json(reply: Reply): Body {
  return JSON.parse(reply.text) as Body;
}

function codeOf(reply: Reply): unknown {
  return (json(reply).error as Body | undefined)?.code;
}

function urlOf(reply: Reply): string {
  const [first] = json(reply).data as { url: string }[];
  return first?.url ?? '';
}

beforeEach(() => {
  now = 1_763_600_000_000;
  return start();
});
afterEach(() => stub.close());

describe('POST /images/generations', () => {
  it('answers with one address, under which a PNG of the asked size lies', async () => {
    const reply = await draw('橘猫', { size: '864x1152' });
    const picture = await fetch(urlOf(reply));
    const bytes = Buffer.from(await picture.arrayBuffer());

    expect(reply.status).toBe(200);
    expect(json(reply)).toEqual({ created: 1_763_600_000, data: [{ url: urlOf(reply) }] });
    expect(urlOf(reply).startsWith(new URL(stub.url).origin)).toBe(true);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(pictureSize(bytes)).toEqual({ width: 864, height: 1152 });
    expect(isWholePicture(bytes)).toBe(true);
  });

  it('draws 1024x1024 when no size is given', async () => {
    const bytes = await (await fetch(urlOf(await draw('橘猫')))).arrayBuffer();

    expect(pictureSize(Buffer.from(bytes))).toEqual({ width: 1024, height: 1024 });
  });

  it.each([
    ['no Authorization header', '', '1001'],
    ['an unknown key', 'Bearer key-2', '1000'],
    ['a key without Bearer', 'key-1', '1000'],
  ])('refuses %s', async (_what, key, code) => {
    const reply = await post({ model: 'cogview-4', prompt: 'x' }, key);

    expect([reply.status, codeOf(reply)]).toEqual([401, code]);
  });

  it.each<[string, Body | string, string]>([
    ['broken JSON', '{"model":', '1210'],
    ['a list', '[]', '1210'],
    ['no model', { prompt: 'x' }, '1213'],
    ['no prompt', { model: 'cogview-4' }, '1213'],
    ['an unknown model', { model: 'cogview-9', prompt: 'x' }, '1211'],
    ['a prompt that is no text', { model: 'cogview-4', prompt: 5 }, '1214'],
    ['an unknown quality', { model: 'cogview-4', prompt: 'x', quality: 'best' }, '1214'],
    ['a short user id', { model: 'cogview-4', prompt: 'x', user_id: 'abc' }, '1214'],
    [
      'a watermark that is no boolean',
      { model: 'cogview-4', prompt: 'x', watermark_enabled: 1 },
      '1214',
    ],
    ['a size with another sign', { model: 'cogview-4', prompt: 'x', size: '1024×1024' }, '1214'],
    [
      'a side that is no multiple of 16',
      { model: 'cogview-4', prompt: 'x', size: '1000x1024' },
      '1210',
    ],
    ['a side below 512', { model: 'cogview-4', prompt: 'x', size: '496x1024' }, '1210'],
    ['more than 2^21 pixels', { model: 'cogview-4', prompt: 'x', size: '2048x2048' }, '1210'],
    [
      'a multiple of 16 for glm-image',
      { model: 'glm-image', prompt: 'x', size: '1040x1040' },
      '1210',
    ],
    [
      'standard quality of glm-image',
      { model: 'glm-image', prompt: 'x', quality: 'standard' },
      '1214',
    ],
    ['1001 characters for glm-image', { model: 'glm-image', prompt: 'x'.repeat(1001) }, '1261'],
  ])('refuses %s', async (_what, body, code) => {
    const reply = await post(body);

    expect([reply.status, codeOf(reply)]).toEqual([400, code]);
  });

  it.each([
    ['cogview-4', '2048x1024'],
    ['cogview-4', '720x1440'],
    ['glm-image', '1728x960'],
    ['glm-image', '2048x2048'],
  ])('accepts for %s the size %s', async (model, size) => {
    expect((await post({ model, prompt: 'x', size })).status).toBe(200);
  });

  it('runs no more requests at a time than configured', async () => {
    await stub.close();
    await start({ concurrency: 1 });
    const hung = draw('[stub:hang]').catch(() => null);
    await eventually(() => expect(stub.requests()).toHaveLength(1));

    expect((await draw('b')).status).toBe(429);
    await stub.close();
    await hung;
    await start();
  });

  it('remembers what was asked and what was charged', async () => {
    await draw('猫', { user_id: 'user-1234' });
    await draw('猫 [stub:1302]');

    expect(stub.requests()).toMatchObject([
      { charged: true, outcome: 'drawn', request: { prompt: '猫', userId: 'user-1234' } },
      { charged: false, outcome: '1302' },
    ]);
  });
});

describe('a directive in the prompt', () => {
  it.each(Object.entries(errors).map(([code, { status }]) => [code, status]))(
    'answers the code %s with its status',
    async (code, status) => {
      const reply = await draw(`cat [stub:${code}]`);

      expect([reply.status, codeOf(reply)]).toEqual([status, code]);
    },
  );

  it('adds the content filter to 1301 in camel case', async () => {
    expect(json(await draw('[stub:1301]')).contentFilter).toEqual([{ level: 1, role: 'user' }]);
  });

  it('holds for the first attempts only when it says so', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      statuses.push((await draw('cat [stub:1302x2]')).status);
    }

    expect(statuses).toEqual([429, 429, 200]);
  });

  it('can give the code as a number or in a flat body', async () => {
    expect(codeOf(await draw('[stub:numeric=1305]'))).toBe(1305);
    expect(json(await draw('[stub:flat=1305]'))).toMatchObject({ code: 1305 });
  });

  it.each([
    ['html502', 502, 'text/html'],
    ['html504', 504, 'text/html'],
    ['not-json', 200, 'application/json'],
    ['status=503', 503, null],
  ])('%s answers what no client expects', async (name, status, type) => {
    const reply = await draw(`[stub:${name}]`);

    expect([reply.status, reply.type]).toEqual([status, type]);
    expect(() => json(reply)).toThrow(SyntaxError);
  });

  it('can leave the data out or add a content filter', async () => {
    expect(json(await draw('[stub:empty-data]')).data).toEqual([]);
    expect(json(await draw('[stub:no-url]')).data).toEqual([{}]);
    expect(json(await draw('[stub:content-filter]')).content_filter).toEqual([
      { role: 'assistant', level: 3 },
    ]);
  });

  it.each([
    ['cut-before', false],
    ['cut', true],
    ['cut-body', true],
  ])('%s closes the connection', async (name, charged) => {
    await expect(draw(`[stub:${name}]`)).rejects.toThrow();
    expect(stub.requests()[0]?.charged).toBe(charged);
  });

  it.each(['hang', 'slow=60000'])('%s keeps the client waiting until it gives up', async (name) => {
    const request = fetch(`${stub.url}/images/generations`, {
      method: 'POST',
      headers: { authorization: 'Bearer key-1' },
      body: JSON.stringify({ model: 'cogview-4', prompt: `[stub:${name}]` }),
      signal: AbortSignal.timeout(150),
    });

    await expect(request).rejects.toThrow('timeout');
  });

  it.each([
    ['dead-url', 404],
    ['expired-url', 403],
    ['url-500', 500],
  ])('%s makes the picture unavailable', async (name, status) => {
    expect((await fetch(urlOf(await draw(`[stub:${name}]`)))).status).toBe(status);
  });

  it('can redirect away from the picture', async () => {
    const response = await fetch(urlOf(await draw('[stub:url-redirect]')), { redirect: 'manual' });

    expect(response.headers.get('location')).toContain('169.254.169.254');
  });

  it.each(['garbage', 'truncated', 'html-picture'])('%s gives no whole picture', async (name) => {
    const response = await fetch(urlOf(await draw(`[stub:${name}]`)));

    expect(response.status).toBe(200);
    expect(isWholePicture(Buffer.from(await response.arrayBuffer()))).toBe(false);
  });

  it('can cut the connection in the middle of the picture', async () => {
    const response = await fetch(urlOf(await draw('[stub:url-cut]')));

    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it('is no part of what is drawn', async () => {
    const bytesOf = async (prompt: string): Promise<Buffer> =>
      Buffer.from(await (await fetch(urlOf(await draw(prompt)))).arrayBuffer());

    expect(await bytesOf('橘猫 [stub:content-filter]')).toEqual(await bytesOf('橘猫'));
  });

  it('is documented for every behaviour', () => {
    expect(Object.values(behavioursOf(zhipu)).every((meaning) => meaning.length > 10)).toBe(true);
  });
});

describe('the rules', () => {
  it('hit the n-th request and count how often they fired', async () => {
    stub.setRules([{ behaviour: '1305', nth: 2 }]);
    const statuses = [];
    for (const prompt of ['a', 'b', 'c']) statuses.push((await draw(prompt)).status);

    expect(statuses).toEqual([200, 429, 200]);
    expect(stub.rules()).toEqual([{ behaviour: '1305', nth: 2, fired: 1 }]);
  });

  it('hit only prompts that contain a word', async () => {
    stub.setRules([{ behaviour: '1301', prompt: '坏' }]);

    expect((await draw('好')).status).toBe(200);
    expect((await draw('坏')).status).toBe(400);
  });

  it('refuse a behaviour that does not exist', () => {
    expect(() => stub.setRules([{ behaviour: 'explode' }])).toThrow('explode');
  });
});

describe('the address of a picture', () => {
  it('dies after its life', async () => {
    const url = urlOf(await draw('橘猫'));
    now += 30 * 24 * 3600 * 1000;

    expect((await fetch(url)).status).toBe(403);
  });

  it('cannot be guessed', async () => {
    expect((await fetch(new URL('/pictures/1.png', stub.url))).status).toBe(404);
  });
});

describe('POST /async/images/generations', () => {
  const ask = (prompt: string): Promise<Reply> =>
    post({ model: 'glm-image', prompt }, 'Bearer key-1', '/async/images');

  async function poll(id: unknown): Promise<Body> {
    const response = await fetch(`${stub.url}/async-result/${String(id)}`, {
      headers: { authorization: 'Bearer key-1' },
    });
    return (await response.json()) as Body;
  }

  it('answers with a task that ends with a picture', async () => {
    const task = json(await ask('[stub:slow=5000] 橘猫'));
    const early = await poll(task.id);
    now += 5000;

    expect(task).toMatchObject({ model: 'glm-image', task_status: 'PROCESSING' });
    expect(early).toMatchObject({ task_status: 'PROCESSING' });
    expect(await poll(task.id)).toMatchObject({
      task_status: 'SUCCESS',
      image_result: [{ url: expect.stringContaining('/pictures/') as string }],
    });
  });

  it('answers with a task that fails when configured to', async () => {
    const task = json(await ask('[stub:task-fail]'));

    expect(await poll(task.id)).toMatchObject({ task_status: 'FAIL' });
  });

  it('knows glm-image only', async () => {
    const reply = await post({ model: 'cogview-4', prompt: 'x' }, 'Bearer key-1', '/async/images');

    expect([reply.status, codeOf(reply)]).toEqual([400, '1212']);
  });
});

it('answers 404 for what it does not offer', async () => {
  const response = await fetch(`${stub.url}/videos`);

  expect(response.status).toBe(404);
});
