import type { ProviderOrder } from '../../cloudfunctions/shared/domain/provider/port';
import { createProvider, vendors } from '../../cloudfunctions/shared/providers/registry';
import { startRawServer } from '../support/raw-server';

describe('the registry of vendors', () => {
  it.each(Object.entries(vendors))('knows %s by its key', (name, { keyVariable }) => {
    expect(createProvider(name, { [keyVariable]: 'key.secret' })).toMatchObject({ vendor: name });
    expect(createProvider(name, { [keyVariable]: ' ' })).toBeNull();
    expect(createProvider(name, {})).toBeNull();
  });

  it.each(['nobody', '', 'constructor', '__proto__'])('refuses the unknown vendor %j', (name) => {
    expect(createProvider(name, { ZHIPU_API_KEY: 'key.secret' })).toBeNull();
  });

  it('calls another address when the environment names one', async () => {
    const server = await startRawServer();
    server.answer = {
      pieces: ['HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{"data":[{"url":"https://a.b/c"}]}'],
    };
    const provider = createProvider('zhipu', {
      ...{ ZHIPU_API_KEY: 'key.secret', ZHIPU_BASE_URL: server.url },
    });
    const order: ProviderOrder = {
      capability: 'text2img',
      ...{ model: 'cogview-4', mode: 'sync', prompt: '猫', size: '1024x1024' },
      ...{ quality: 'standard', anonymousUserId: 'user-0123' },
    };

    expect(await provider?.start(order, { timeoutMs: 30_000 })).toEqual({
      ...{ state: 'done', pictures: [{ url: 'https://a.b/c' }] },
    });
    await server.close();
  });
});
