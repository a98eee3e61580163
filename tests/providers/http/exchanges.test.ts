import { createExchanges, readable } from '../../../devtools/providers/http/exchanges';
import type { Exchange } from '../../../devtools/providers/http/exchanges';
import { startZhipu } from '../../../devtools/providers/zhipu/server';

describe('what a stub was asked', () => {
  it('is told with its answer, and with a cut connection', async () => {
    const told: Exchange[] = [];
    const stub = await startZhipu({
      ...{ apiKeys: ['local'], latencyMs: 0, now: () => 5 },
      onExchange: (exchange) => told.push(exchange),
    });
    const ask = (content: string) =>
      fetch(`${stub.url}/chat/completions`, {
        method: 'POST',
        headers: { authorization: 'Bearer local', 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'glm-4.5-flash', messages: [{ role: 'user', content }] }),
      }).then((response) => response.text());
    const answer = await ask('你好');
    await ask('[stub:cut-before]').catch(() => undefined);
    await stub.close();

    expect(told).toMatchObject([
      { vendor: 'zhipu', name: 'POST /api/paas/v4/chat/completions', status: 200, at: new Date(5) },
      { status: 0, answer: '' },
    ]);
    expect(told[0]?.request).toContain('你好');
    expect(JSON.parse(told[0]?.answer ?? '')).toEqual(JSON.parse(answer));
    expect(JSON.stringify(told)).not.toContain('Bearer');
  });

  it('is kept up to a number, the newest first', () => {
    const exchanges = createExchanges();
    const exchange = { at: new Date(0), vendor: 'x', name: 'POST /', status: 200, answer: '' };
    for (let n = 0; n < 250; n += 1) exchanges.add({ ...exchange, ms: n, request: '' });
    expect(exchanges.list()).toHaveLength(200);
    expect(exchanges.list()[0]?.ms).toBe(249);
  });

  it('is shown without the pictures in it', () => {
    const shown = readable(JSON.stringify({ image: 'x'.repeat(9000), prompt: '橘猫' }));
    expect(shown).toContain('(9000 characters)');
    expect(shown).toContain('橘猫');
    expect(shown.length).toBeLessThan(600);
    expect(readable('data: {"a":1}\n\n')).toBe('data: {"a":1}\n\n');
  });
});
