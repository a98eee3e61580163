import { MessageChannel, Worker } from 'node:worker_threads';
import { functionFailures } from './failures';
import type { Host, HostOptions } from './host';
import { instanceProgram } from './program';
import { frozenSignal, requestCounts, signalBytes, verdictSignal } from './worker/messages';
import type { ThreadData } from './worker/messages';

/** Starts a worker thread of this process, which is faster than a process but shares this process's Node. */
export function startThread(options: HostOptions): Host {
  const signals = new Int32Array(new SharedArrayBuffer(signalBytes));
  const verdicts = new MessageChannel();
  const data: ThreadData = {
    ...options.data,
    signals: signals.buffer,
    verdicts: verdicts.port2,
  };
  const worker = new Worker(instanceProgram(), {
    eval: true,
    env: options.environment,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: options.memorySize },
    workerData: data,
    transferList: [verdicts.port2],
  });
  worker.on('message', options.onMessage);
  worker.on('error', (error: Error & { code?: string }) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    options.onOutput('error', error.stack ?? error.message);
    options.onEnd(
      isMemory ? functionFailures.outOfMemory(options.memorySize) : functionFailures.exited(),
    );
  });
  worker.on('exit', () => options.onEnd(functionFailures.exited()));
  worker.stdout.on('data', (chunk: Buffer) => options.onOutput('info', chunk.toString()));
  worker.stderr.on('data', (chunk: Buffer) => options.onOutput('error', chunk.toString()));

  function raise(signal: number): void {
    Atomics.store(signals, signal, 1);
    Atomics.notify(signals, signal);
  }

  return {
    send: (message) => worker.postMessage(message),
    wake: () => raise(frozenSignal),
    answer(verdict) {
      verdicts.port1.postMessage(verdict);
      raise(verdictSignal);
    },
    takeCounts: () => ({
      http: Atomics.exchange(signals, requestCounts.http, 0),
      storage: Atomics.exchange(signals, requestCounts.storage, 0),
    }),
    terminate() {
      verdicts.port1.close();
      return worker.terminate();
    },
  };
}
