import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { EJSON } from 'bson';
import type { Document } from '../../devtools/emulator/database/database';
import { start } from '../support/started';
import type { StartedProcess } from '../support/started';

export type SoakCloud = Awaited<ReturnType<typeof openSoakCloud>>;

/** The local cloud in a process of its own, functions in processes of theirs, on one data folder through every death. */
export async function openSoakCloud(folder: string) {
  const args = ['--data', folder, '--node', process.execPath, '--log-level', 'silent'];
  let running: StartedProcess | null = await start(...args);
  /** Until it answers again after a death. */
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

  /** What is asked while it is down waits, as a phone without a network does. */
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

    /** Whole pages of a collection. */
    async rows(name: string, query: Document = {}): Promise<Document[]> {
      const filter = encodeURIComponent(EJSON.stringify(query));
      const answer = await ask('GET', `/local/collections/${name}?query=${filter}&limit=1000`);
      return (answer as { docs: Document[] }).docs;
    },

    /** `kill -9`, and up again on what it left. */
    async killAndRestart(): Promise<void> {
      const dead = running;
      running = null;
      up = restart(dead);
      await up;
    },

    /** `kill -9` of one function's process. False: none runs. */
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

    /** Forward only, as time goes. */
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

/** Processes of functions: grandchildren of ours, through the cloud. */
function functionsOf(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const childrenOf = (parent: number) =>
    table.filter(([, ppid]) => ppid === parent).map(([child]) => child);
  return childrenOf(pid).flatMap(childrenOf);
}
