import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DownloadRefused } from '../../../cloudfunctions/shared/domain/work/picture-download';
import {
  createPictureDownload,
  publicLookup,
} from '../../../cloudfunctions/shared/providers/http/picture-download';

describe('downloading a picture', () => {
  let server: Server;
  let origin: string;
  let answer: (response: ServerResponse) => void;

  beforeAll(async () => {
    server = createServer((_, response) => answer(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const download = (path = '/a.png', timeoutMs = 30_000) =>
    createPictureDownload([origin])(`${origin}${path}`, timeoutMs);

  it('brings the bytes', async () => {
    answer = (response) => response.end('bytes');

    expect((await download()).toString()).toBe('bytes');
  });

  it.each([302, 400, 401, 410])('is refused for good by status %d', async (status) => {
    answer = (response) => response.writeHead(status, { location: 'https://example.com' }).end();

    await expect(download()).rejects.toThrow(DownloadRefused);
  });

  it.each([403, 404, 408, 425, 429, 500, 503])(
    'may be tried again after status %d',
    async (status) => {
      answer = (response) => response.writeHead(status).end();

      await expect(download()).rejects.not.toThrow(DownloadRefused);
    },
  );

  it('refuses more than 20 MB by the declared length, before reading them', async () => {
    answer = (response) =>
      response.writeHead(200, { 'content-length': 21 * 1024 * 1024 }).flushHeaders();

    await expect(download()).rejects.toThrow('larger than 20 MB');
  });

  it('refuses more than 20 MB without a declared length', async () => {
    const chunk = Buffer.alloc(1024 * 1024);
    answer = (response) => {
      for (let index = 0; index < 22; index += 1) response.write(chunk);
      response.end();
    };

    await expect(download()).rejects.toThrow('larger than 20 MB');
  });

  it('notices a picture that was cut', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half');
      setImmediate(() => response.destroy());
    };

    await expect(download()).rejects.toThrow();
  });

  it('ends when its time is over', async () => {
    answer = (response) => response.writeHead(200).write('slow');

    await expect(download('/a.png', 50)).rejects.not.toThrow(DownloadRefused);
  });

  it.each([
    ['before the answer', () => undefined],
    ['in the middle', (response: ServerResponse) => response.writeHead(200).write('slow')],
  ])('may be tried again when the host falls silent %s', async (_when, begin) => {
    answer = begin;
    const impatient = createPictureDownload([origin], 50);

    await expect(impatient(`${origin}/a.png`, 60_000)).rejects.not.toThrow(DownloadRefused);
  });

  it('sends no request to a forbidden address', async () => {
    const foreign = createPictureDownload(['https://open.bigmodel.cn']);

    await expect(foreign(`${origin}/a.png`, 30_000)).rejects.toThrow('is not https');
    await expect(foreign('https://10.0.0.1/a.png', 30_000)).rejects.toThrow('private network');
  });
});

describe('publicLookup', () => {
  it('refuses a name that resolves to this machine', async () => {
    const error = await new Promise((resolve) => publicLookup('localhost', {}, resolve));

    expect(error).toBeInstanceOf(DownloadRefused);
  });
});
