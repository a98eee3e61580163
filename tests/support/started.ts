import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { EJSON } from 'bson';
import type { Document } from '../../devtools/emulator/database/database';

const root = join(__dirname, '../..');
const children = new Set<ChildProcess>();

export type Run = {
  child: ChildProcess;
  output: () => string;
  /** The exit code; null when a signal ended the process. */
  ended: Promise<number | null>;
};

/** `npm start` in its own process. */
export type StartedProcess = {
  url: string;
  output: () => string;
  end(signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM'): Promise<number | null>;
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** All rows of a collection, with dates parsed. */
  rows(collection: string): Promise<Document[]>;
};

export function runStart(args: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts', ...args], {
    cwd: root,
  });
  children.add(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) =>
    child.once('exit', (code) => resolve(code)),
  );
  return { child, output: () => output, ended };
}

export async function start(...args: string[]): Promise<StartedProcess> {
  const { child, output, ended } = runStart(['--port', '0', '--no-simulator', ...args]);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const [, address] = /^ready (\S+)\n/m.exec(output()) ?? [];
      if (address !== undefined) resolve(address);
    });
    void ended.then(() => reject(new Error(output())));
  });
  const ask = async (method: string, path: string, body?: unknown): Promise<string> => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.text();
  };
  return {
    url,
    output,
    end(signal) {
      child.kill(signal);
      return ended;
    },
    call: async (...request) => JSON.parse(await ask(...request)) as Record<string, unknown>,
    async rows(collection) {
      const answer = EJSON.parse(await ask('GET', `/local/collections/${collection}`));
      return (answer as { docs: Document[] }).docs;
    },
  };
}

/** Kills processes that a failed test left running. */
export function endAll(): void {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
}
