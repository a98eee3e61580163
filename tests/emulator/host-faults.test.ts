import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

describe('faults of other hosts', () => {
  let cloud: ProbeCloud;
  let provider: Server;
  let url: string;
  let requests: number;

  beforeAll(async () => {
    cloud = await startProbeCloud();
    provider = createServer((request, response) => {
      requests += 1;
      request.resume();
      response.end('real');
    });
    await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/draw`;
  });
  beforeEach(() => {
    requests = 0;
    cloud.faults([]);
  });
  afterAll(async () => {
    await cloud.close();
    provider.close();
  });

  const draw = (more = {}) => cloud.probe({ do: 'fetch', url, body: '{}', ...more });

  it.each<[string, Partial<FaultRule>, unknown, number]>([
    ['cut before it was sent', { fault: 'fail-before' }, { error: 'socket hang up' }, 0],
    ['cut after it was sent', { fault: 'fail-after' }, { error: 'socket hang up' }, 1],
    ['never answered', { fault: 'hang' }, { error: 'timeout' }, 0],
    ['answered late', { fault: 'delay', delayMs: 20 }, { status: 200, text: 'real' }, 1],
    [
      'answered by the rule',
      { fault: 'reply', status: 429, body: { error: { code: '1302' } } },
      { status: 429, text: '{"error":{"code":"1302"}}' },
      0,
    ],
    [
      'answered by code and message',
      { fault: 'reply', status: 503, code: 'Busy', message: 'later' },
      { status: 503, text: '{"code":"Busy","message":"later"}' },
      0,
    ],
    [
      'answered by the rule in HTML',
      { fault: 'reply', status: 502, body: '<html></html>' },
      { status: 502, text: '<html></html>' },
      0,
    ],
  ])('a request is %s', async (_what, rule, expected, sent) => {
    cloud.faults([{ service: 'http', fault: 'hang', host: '127.0.0.1', ...rule }]);

    const isHanging = rule.fault === 'hang';
    expect(await draw({ timeout: isHanging ? 300 : 30_000 })).toEqual(expected);
    expect(requests).toBe(sent);
    expect(cloud.cloud.faults.list()).toMatchObject([{ fired: 1 }]);
  });

  it('kill: the function dies at the request', async () => {
    cloud.faults([{ service: 'http', function: 'probe', fault: 'kill' }]);

    await expect(draw()).rejects.toThrow('145 code exit unexpected');
    expect(requests).toBe(0);
  });

  it('ignore other hosts', async () => {
    cloud.faults([{ service: 'http', host: 'open.bigmodel.cn', fault: 'fail-before' }]);

    expect(await draw()).toEqual({ status: 200, text: 'real' });
  });

  it('are counted as requests of the invocation', async () => {
    const report = await cloud.report('probe', { do: 'fetch', url }, 'alice');

    expect(report.calls).toEqual({ database: 0, storage: 0, openapi: 0, http: 1 });
  });
});
