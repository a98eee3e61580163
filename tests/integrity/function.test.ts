import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('integrityCheck', () => {
  let studio: Studio;
  let webhook: Server;
  const heard: string[] = [];
  let refusals = 0;

  beforeAll(async () => {
    webhook = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        const isRefused = refusals > 0;
        refusals -= 1;
        if (!isRefused) heard.push(body);
        response.writeHead(isRefused ? 503 : 200).end('{}');
      });
    });
    await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
    const { port } = webhook.address() as AddressInfo;
    studio = await openStudio({ ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook?key=secret` });
  });
  beforeEach(() => {
    studio.cloud.cloud.reset({ seed: true });
    heard.length = 0;
    refusals = 0;
  });
  afterAll(async () => {
    await studio.close();
    webhook.close();
  });

  const trigger = async () => {
    const { body } = await studio.cloud.control('POST', '/local/trigger/integrityCheck/daily');
    return (body as { result: Record<string, unknown> }).result;
  };
  const reports = () => studio.cloud.collection('integrity_reports').rows();
  const moveTo = (now: string) => studio.cloud.control('PUT', '/local/clock', { now });

  it('keeps a light report on an ordinary day and a full one on Mondays', async () => {
    await studio.member('alice');
    const data = { requestId: 'request-0001', prompt: '雨中的橘猫' };
    succeeded(await studio.call('alice', 'aiGenerate', 'generate', data));
    await moveTo('2026-11-21T20:37:20Z');
    expect(await trigger()).toMatchObject({ problems: 0, works: 1 });
    await moveTo('2026-11-22T20:37:20Z');
    await trigger();
    expect(reports()).toMatchObject([
      { _id: 'report:20261122:light', status: 'healthy', alarm: 'none' },
      {
        _id: 'report:20261123:full',
        status: 'healthy',
        report: { pictures: { checked: 1, missing: 0 }, metrics: { saveSuccessRate: 1 } },
      },
    ]);
    expect(heard).toEqual([]);
  });

  it('sends a bad report to the webhook, with retries', async () => {
    await studio.member('alice', { generateCount: 7 });
    refusals = 1;
    expect(await trigger()).toMatchObject({ problems: 1, findings: 1 });
    expect(reports()).toMatchObject([{ status: 'attention', alarm: 'sent' }]);
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain('位用户的生成次数与作品数不一致');
  });

  it('logs an alarm that could not be sent, without its address', async () => {
    await studio.member('alice', { generateCount: 7 });
    refusals = 9;
    await trigger();
    expect(reports()).toMatchObject([{ alarm: 'failed' }]);
    const { body } = await studio.cloud.control('GET', '/local/logs?function=integrityCheck');
    expect(JSON.stringify(body)).not.toContain('key=secret');
  });

  it('sends an alarm when the check cannot be made', async () => {
    studio.cloud.faults([
      { service: 'database', collection: 'emergency_backup', fault: 'fail-before' },
    ]);
    expect(await trigger()).toEqual({ error: 'BUSY' });
    studio.cloud.faults([]);
    expect(reports()).toEqual([]);
    expect(heard).toEqual([expect.stringContaining('数据完整性检查没有完成')]);
  });

  it('finds a picture on Monday whose file was removed', async () => {
    await studio.member('alice');
    const data = { requestId: 'request-0002', prompt: '雨中的橘猫' };
    const reply = succeeded(await studio.call('alice', 'aiGenerate', 'generate', data));
    const [work] = reply.works;
    studio.cloud.cloud.storage.remove([work?.imageUrl ?? '']);
    await moveTo('2026-11-22T20:37:20Z');
    await trigger();
    expect(reports()).toMatchObject([
      {
        status: 'damaged',
        report: { findings: [{ problem: 'fileMissing', id: work?.workId }] },
      },
    ]);
  });

  it('is started by its timer only', async () => {
    const outcome = await studio.cloud.report('integrityCheck', {}, 'alice');
    expect(outcome).toMatchObject({ result: { error: 'FORBIDDEN' } });
    expect(reports()).toEqual([]);
  });
});
