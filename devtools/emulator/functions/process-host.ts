import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { functionFailures } from './failures';
import type { Host, HostOptions, RequestCounts } from './host';
import { instanceProgram } from './program';
import { lineFile, wakeLine } from './worker/messages';
import type { FromProcess } from './worker/messages';

/** Starts a process of the Node binary `node`: the function runs on that version and in isolation, as in the cloud. */
export function startProcess(node: string, options: HostOptions): Host {
  const { environment, memorySize } = options;
  const child = spawn(
    node,
    [`--max-old-space-size=${memorySize}`, '-e', instanceProgram(), JSON.stringify(options.data)],
    { env: environment, stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'] },
  );
  const closed = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  const lines = child.stdio[lineFile] as Duplex;
  let counts: RequestCounts = { http: 0, storage: 0 };
  let isOutOfMemory = false;

  function receive(message: FromProcess): void {
    if (message.type === 'call') counts[message.service] += 1;
    else options.onMessage(message);
  }

  child.on('message', (message) => receive(message as FromProcess));
  child.on('error', (error) => {
    options.onOutput('error', error.message);
    options.onEnd(functionFailures.exited());
  });
  child.on('close', () =>
    options.onEnd(
      isOutOfMemory ? functionFailures.outOfMemory(memorySize) : functionFailures.exited(),
    ),
  );
  child.stdout?.on('data', (chunk: Buffer) => options.onOutput('info', chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    isOutOfMemory ||= text.includes('heap out of memory');
    options.onOutput('error', text);
  });
  // Writing to a process that has just ended must not fail this process.
  lines.on('error', () => undefined);
  createInterface({ input: lines }).on('line', (line) =>
    receive({ type: 'ask', ...(JSON.parse(line) as { host: string; operation: string }) }),
  );

  return {
    // Sending to a process that has just ended fails; `close` reports its end.
    send: (message) => void child.send(message, () => undefined),
    wake: () => void lines.write(`${wakeLine}\n`),
    answer: (verdict) => void lines.write(`${JSON.stringify(verdict)}\n`),
    takeCounts() {
      const taken = counts;
      counts = { http: 0, storage: 0 };
      return taken;
    },
    terminate() {
      child.kill('SIGKILL');
      return closed;
    },
  };
}
