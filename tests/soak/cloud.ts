import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { EJSON } from 'bson';
import type { Document } from '../../devtools/emulator/database/database';
import { start } from '../support/started';
import type { StartedProcess } from '../support/started';

export type SoakCloud = Awaited<ReturnType<typeof openSoakCloud>>;

/**
 * The local cloud as a separate process, which runs functions in processes of their own. All its restarts use one data
 * folder.
 */
export async function openSoakCloud(folder: string) {
  const args = ['--data', folder, '--node', process.execPath, '--log-level', 'silent'];
  let running: StartedProcess | null = await start(...args);
  /** Resolves when the cloud answers again after a restart. */
  let up: Promise<unknown> = Promise.resolve();
  let offsetMs = 0;

  async function send(method: string, path: string, body?: unknown, openid = ''): Promise<unknown> {
    if (running === null) throw new Error('the cloud is down');
    const response = await fetch(`${running.url}${path}`, {
      method,
      headers: openid === '' ? {} : { 'x-openid': openid },
      ...(body === undefined
        ? {}
        : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : EJSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return EJSON.parse(text);
  }

  /** A request during a restart waits, like one of a phone without a network. */
  async function ask(method: string, path: string, body?: unknown, openid = ''): Promise<unknown> {
    await up;
    return send(method, path, body, openid);
  }

  async function restart(dead: StartedProcess | null): Promise<void> {
    await dead?.end('SIGKILL');
    running = await start(...args);
    await send('PUT', '/local/clock', { offsetMs });
  }

  return {
    ask,
    url: () => running?.url ?? '',

    /** All rows of a collection that match, up to 1000. */
    async rows(name: string, query: Document = {}): Promise<Document[]> {
      const filter = encodeURIComponent(EJSON.stringify(query));
      const answer = await ask('GET', `/local/collections/${name}?query=${filter}&limit=1000`);
      return (answer as { docs: Document[] }).docs;
    },

    /** Kills the cloud with `kill -9` and restarts it on the same data. */
    async killAndRestart(): Promise<void> {
      const dead = running;
      running = null;
      up = restart(dead);
      await up;
    },

    /** Kills the process of one function with `kill -9`. False: none was running. */
    killFunction(pick: (count: number) => number): boolean {
      const pids = functionsOf(process.pid);
      const pid = pids[pick(pids.length)];
      if (pid === undefined) return false;
      try {
        process.kill(pid, 'SIGKILL');
        return true;
      } catch {
        return false;
      }
    },

    /** Only moves forward. */
    async moveClock(toOffsetMs: number): Promise<void> {
      offsetMs = Math.max(offsetMs, toOffsetMs);
      await ask('PUT', '/local/clock', { offsetMs });
    },
    now: () => new Date(Date.now() + offsetMs),
    offset: () => offsetMs,

    async end(): Promise<void> {
      await running?.end('SIGTERM');
      running = null;
      await sleep(100);
    },
  };
}

/** The processes of functions: children of the cloud's process. */
function functionsOf(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const childrenOf = (parent: number) =>
    table.filter(([, ppid]) => ppid === parent).map(([child]) => child);
  return childrenOf(pid).flatMap(childrenOf);
}
