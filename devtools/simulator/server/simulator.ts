import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createBuilds } from './builds';
import { pages } from './pages';
import { serveAsset } from './static-files';
import { watchFolder } from './watcher';

export type SimulatorOptions = {
  projectRoot: string;
  /** The mini-program to run; the project's own by default. */
  packageRoot?: string;
  /** Whether open pages reload when their sources change. */
  liveReload?: boolean;
  /** Receives the warnings and the failure of a build; the default prints them. */
  report?: (message: string) => void;
};

export type Simulator = {
  /** Serves the simulator's paths; resolves to false for any other. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** Builds the bundles before the first request. */
  warmUp(): Promise<void>;
  close(): Promise<void>;
};

/** The phone in a browser, served by the local cloud on its own port. */
export function createSimulator({
  projectRoot,
  packageRoot = join(projectRoot, 'miniprogram'),
  liveReload = true,
  report = console.warn,
}: SimulatorOptions): Promise<Simulator> {
  const builds = createBuilds(projectRoot, packageRoot, report);
  const listeners = new Set<ServerResponse>();
  const watcher = liveReload
    ? watchFolder(packageRoot, () => {
        builds.invalidate();
        for (const listener of listeners) listener.write('event: change\ndata: {}\n\n');
      })
    : undefined;

  return Promise.resolve({
    async handle(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const page = pages[pathname];
      if (page !== undefined) {
        send(response, 'text/html', page);
        return true;
      }
      if (pathname === '/favicon.ico') {
        response.writeHead(204).end();
        return true;
      }
      if (pathname === '/simulator/events') {
        listen(response);
        return true;
      }
      if (pathname.startsWith('/miniprogram/')) {
        return serveAsset(packageRoot, pathname.slice('/miniprogram/'.length), response);
      }
      if (!pathname.startsWith('/simulator/')) return false;
      const content = await builds.get(pathname.slice('/simulator/'.length));
      if (content === undefined) return false;
      send(response, pathname.endsWith('.js') ? 'text/javascript' : 'text/css', content);
      return true;
    },

    async warmUp() {
      await Promise.all([builds.get('runtime.js'), builds.get('app.js'), builds.get('shell.js')]);
    },

    close() {
      watcher?.close();
      for (const listener of listeners) listener.end();
      return Promise.resolve();
    },
  });

  function listen(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': connected\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }
}

function send(response: ServerResponse, type: string, content: string): void {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
  });
  response.end(content);
}
