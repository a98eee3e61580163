import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { startWechatServer } from '../providers/wechat/server';
import type { WechatServer } from '../providers/wechat/server';
import { claimFolder } from './claim';
import { createWatchServer } from './client/watch';
import { createCloud } from './cloud';
import type { Cloud, CloudOptions } from './cloud';
import { messageOf } from './message-of';
import { serveControl, sendJson } from './gateway/control';
import { controlRoutes } from './gateway/control/routes';
import { serveFile } from './gateway/files';
import { isForeign } from './gateway/origin';
import type { Route } from './gateway/router';
import { serveWire } from './gateway/wire';

/** Returns true when it has served the request. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
) => boolean | Promise<boolean>;
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

export type StartOptions = Omit<CloudOptions, 'gatewayUrl'> & {
  /** Points functions to the stub of WeChat's server; `hasPayment` enables purchases. */
  wechat?: { hasPayment: boolean };
  /** 0 picks a free port. */
  port: number;
  /** Tried in order for every path that the cloud does not serve itself. */
  handlers?: Handler[];
  upgrades?: Upgrade[];
};

export type RunningCloud = { cloud: Cloud; url: string; close(): Promise<void> };

/** Functions reuse connections; closing one at the moment of reuse would surface as `socket hang up`. */
const keepAliveMs = 120_000;

/** Serves the cloud over HTTP, on the loopback interface only. */
export async function startCloud(options: StartOptions): Promise<RunningCloud> {
  // Instances share the time zone of this process, and the cloud's is UTC.
  process.env['TZ'] = 'UTC';
  let url = '';
  const { port, handlers = [], upgrades = [], wechat: wechatOptions, ...cloudOptions } = options;
  const environment = { ...options.environment };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 400, { error: { message: messageOf(error) } });
    });
  });
  server.keepAliveTimeout = keepAliveMs;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let release = (): void => undefined;
  let cloud: Cloud;
  try {
    if (options.dataFolder !== null) release = await claimFolder(options.dataFolder, url);
    cloud = createCloud({ ...cloudOptions, environment, gatewayUrl: () => url });
  } catch (error) {
    // Free the port when data or templates are damaged or the folder is in use.
    release();
    server.close();
    throw error;
  }
  const wechat =
    wechatOptions === undefined ? null : await connectWechat(cloud, environment, wechatOptions);
  const routes: Route[] = controlRoutes(cloud);
  const watchServer = createWatchServer(cloud);
  const allUpgrades: Upgrade[] = [watchServer.upgrade, ...upgrades];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForeign(request)) {
      sendJson(response, 403, { error: { message: 'the local cloud serves this machine only' } });
      return;
    }
    // The hot path, so it is checked before the URL is parsed; its query string does not matter.
    if (isOfSdk(request)) {
      await serveWire(cloud.wire, request, response);
      return;
    }
    const target = new URL(request.url ?? '/', url);
    const { pathname } = target;
    if (pathname.startsWith('/files/')) {
      await serveFile(cloud.transfer, target, request, response);
    } else if (pathname === '/local' || pathname.startsWith('/local/')) {
      await serveControl(routes, target, request, response);
    } else if (!(await isHandled(handlers, request, response))) {
      sendJson(response, 404, { error: { message: `there is no ${pathname}` } });
    }
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A client may disconnect during the handshake; an unhandled error would end the process.
    socket.on('error', () => socket.destroy());
    try {
      const isTaken =
        !isForeign(request) &&
        URL.canParse(request.url ?? '', url) &&
        allUpgrades.some((upgrade) => upgrade(request, socket, head));
      if (!isTaken) socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
    } catch (error) {
      console.error(`an upgrade to ${request.url ?? ''} failed: ${messageOf(error)}`);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }
  });
  server.on('error', (error) => console.error(`the server: ${messageOf(error)}`));

  return {
    cloud,
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      watchServer.close();
      await Promise.all([cloud.close(), wechat?.close()]);
      release();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The stub of WeChat, and the variables that point functions to it. */
async function connectWechat(
  { wechat, clock }: Cloud,
  environment: Record<string, string | undefined>,
  { hasPayment }: NonNullable<StartOptions['wechat']>,
): Promise<WechatServer> {
  const server = await startWechatServer(wechat, () => clock.now());
  Object.assign(environment, server.environment({ hasPayment }));
  return server;
}

function isOfSdk({ method, url = '' }: IncomingMessage): boolean {
  return method === 'POST' && (url === '/admin' || url.startsWith('/admin?'));
}

async function isHandled(
  handlers: Handler[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  for (const handler of handlers) {
    if (await handler(request, response)) return true;
  }
  return false;
}
