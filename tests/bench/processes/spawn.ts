import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../../package.json';

export type Environment = Record<string, string>;

/** Runs a plain script to its end and returns what follows `sample ` in its output. */
export async function sampleOf<Sample>(
  script: string,
  options: string[],
  environment: Environment = {},
): Promise<Sample> {
  const child = spawn(process.execPath, [join(__dirname, script), ...options], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  child.stderr.on('data', (part: Buffer) => (output += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const sample = /^sample (.*)$/m.exec(output)?.[1];
  if (code !== 0 || sample === undefined) throw new Error(`${script} failed:\n${output}`);
  return JSON.parse(sample) as Sample;
}

export type Service = { url: string; pid: number; stop(): Promise<void> };

/**
 * Starts a TypeScript service, which replies to its options with `{ url }` over the process channel and runs until it is told
 * to stop.
 */
export async function startService(script: string, options: unknown): Promise<Service> {
  const child = fork(join(__dirname, script), [JSON.stringify(options)], {
    execArgv: flagsOfStart(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => {
      throw new Error(`${script} ended before it was ready`);
    }),
  ])) as [{ url: string }];
  return { url: message.url, pid: pidOf(child), stop: () => stop(child) };
}

/** The node flags of `npm start`, including the heap limit. */
function flagsOfStart(): string[] {
  return manifest.scripts.start.split(' ').slice(1, -1);
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The process did not start.');
  return pid;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** The resident memory of a process in bytes, now and at its peak (Linux only). */
export function residentMemory(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (key: string) =>
    Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN) * 1024;
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

/** The processor time used by a process so far, in milliseconds (Linux only; the kernel counts hundredths of a second). */
export function computedMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
