import { MessageChannel, Worker } from 'node:worker_threads';
import type { LogLevel } from '../logs/logs';
import type { FunctionDefinition } from './catalogue';
import { InvocationFailed, functionFailures } from './failures';
import type { FunctionFailure, Invocation } from './invocation';
import { instanceProgram } from './program';
import { frozenSignal, requestCounts, signalBytes, verdictSignal } from './worker/messages';
import type { FromInstance, InstanceData, ToInstance, Verdict } from './worker/messages';

export type InstanceOptions = {
  definition: FunctionDefinition;
  environment: Record<string, string>;
  data: Omit<InstanceData, 'entry' | 'signals'>;
  onLog(level: LogLevel, message: string, invocation: Invocation | null): void;
  /** The verdict, or null to kill the invocation at this request. */
  judge(host: string, operation: string, invocation: Invocation | null): Verdict | null;
};

export type InstanceOrder = {
  invocation: Invocation;
  event: string;
  context: Record<string, unknown>;
  environment: Record<string, string>;
  offsetMs: number;
  judgeRequests: boolean;
};

/** One worker thread that serves one invocation at a time, as an instance of the cloud does. */
export type Instance = {
  readonly generation: string;
  readonly isDead: boolean;
  readonly hasServed: boolean;
  /** Resolves when the bundle is loaded; rejects with its failure. */
  readonly ready: Promise<void>;
  /** The result as JSON text; rejects with InvocationFailed. A failure that ends the instance leaves it dead. */
  serve(order: InstanceOrder): Promise<string>;
  tell(message: Exclude<ToInstance, { type: 'invoke' }>): void;
  onDeath(listener: () => void): void;
  close(): Promise<void>;
};

type Settle = { resolve(result: string): void; reject(error: Error): void };

export function startInstance(options: InstanceOptions): Instance {
  const { definition } = options;
  const { timeout, memorySize } = definition.config;
  const signals = new Int32Array(new SharedArrayBuffer(signalBytes));
  const verdicts = new MessageChannel();
  const worker = new Worker(instanceProgram(), {
    eval: true,
    env: options.environment,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memorySize },
    workerData: {
      ...options.data,
      entry: definition.entry,
      signals: signals.buffer,
      verdicts: verdicts.port2,
    },
    transferList: [verdicts.port2],
  });
  const deathListeners: (() => void)[] = [];
  let invocation: Invocation | null = null;
  let settle: Settle | null = null;
  let loading: Settle | null = null;
  let isDead = false;
  let hasServed = false;

  const ready = new Promise<void>((resolve, reject) => {
    loading = { resolve: () => resolve(), reject };
  });
  ready.catch(() => undefined);

  function fail(failure: FunctionFailure): void {
    loading?.reject(new InvocationFailed(failure));
    settle?.reject(new InvocationFailed(failure));
    loading = null;
    settle = null;
  }

  function end(failure: FunctionFailure): void {
    if (isDead) return;
    isDead = true;
    fail(failure);
    verdicts.port1.close();
    for (const listener of deathListeners) listener();
    void worker.terminate();
  }

  function answer(host: string, operation: string): void {
    const verdict = options.judge(host, operation, invocation);
    if (verdict === null) {
      end(functionFailures.exited());
      return;
    }
    verdicts.port1.postMessage(verdict);
    wake(signals, verdictSignal);
  }

  function receive(message: FromInstance): void {
    switch (message.type) {
      case 'ready':
        loading?.resolve('');
        loading = null;
        return;
      case 'load-failed':
        end(functionFailures.threw(message.stack));
        return;
      case 'done':
        settle?.resolve(message.result);
        settle = null;
        return;
      case 'failed':
        fail(functionFailures.threw(message.stack));
        return;
      case 'log':
        options.onLog(message.level, message.message, invocation);
        return;
      case 'ask':
        answer(message.host, message.operation);
    }
  }

  worker.on('message', receive);
  worker.on('error', (error: Error & { code?: string }) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    options.onLog('error', error.stack ?? error.message, invocation);
    end(isMemory ? functionFailures.outOfMemory(memorySize) : functionFailures.exited());
  });
  worker.on('exit', () => end(functionFailures.exited()));
  worker.stdout.on('data', (chunk: Buffer) => logLines(options, 'info', chunk, invocation));
  worker.stderr.on('data', (chunk: Buffer) => logLines(options, 'error', chunk, invocation));

  return {
    generation: definition.generation,
    get isDead() {
      return isDead;
    },
    get hasServed() {
      return hasServed;
    },
    ready,
    serve(order) {
      // It may die between acquisition and use.
      if (isDead) return Promise.reject(new InvocationFailed(functionFailures.exited()));
      hasServed = true;
      invocation = order.invocation;
      invocation.kill = () => end(functionFailures.exited());
      const served = new Promise<string>((resolve, reject) => {
        settle = { resolve, reject };
      });
      const timer = setTimeout(() => end(functionFailures.timedOut(timeout)), timeout * 1000);
      const { invocation: _, ...rest } = order;
      wake(signals, frozenSignal);
      worker.postMessage({ type: 'invoke', requestId: order.invocation.requestId, ...rest });
      return served.finally(() => {
        clearTimeout(timer);
        for (const service of ['http', 'storage'] as const)
          order.invocation.calls[service] += Atomics.exchange(signals, requestCounts[service], 0);
      });
    },
    tell: (message) => worker.postMessage(message),
    onDeath: (listener) => deathListeners.push(listener),
    async close() {
      end(functionFailures.exited());
      await worker.terminate();
    },
  };
}

function wake(signals: Int32Array, index: number): void {
  Atomics.store(signals, index, 1);
  Atomics.notify(signals, index);
}

function logLines(
  options: InstanceOptions,
  level: LogLevel,
  chunk: Buffer,
  invocation: Invocation | null,
): void {
  const text = chunk.toString().trimEnd();
  if (text !== '') options.onLog(level, text, invocation);
}
