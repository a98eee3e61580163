import { join } from 'node:path';
import type { LogLevel } from '../logs/logs';
import type { FunctionDefinition } from './catalogue';
import { InvocationFailed, functionFailures } from './failures';
import type { HostOptions } from './host';
import type { FunctionFailure, Invocation } from './invocation';
import { startProcess } from './process-host';
import { startThread } from './thread-host';
import type { FromInstance, InstanceData, Verdict } from './worker/messages';

export type InstanceOptions = {
  definition: FunctionDefinition;
  /** Changes with the bundle and with the Node binary that runs it. */
  generation: string;
  /** The Node binary of a separate process; null runs the instance in a worker thread. */
  node: string | null;
  environment: Record<string, string>;
  data: Omit<InstanceData, 'entry' | 'cacheFolder'>;
  onLog(level: LogLevel, message: string, invocation: Invocation | null): void;
  /** The verdict on a request, or null to kill the invocation at this request. */
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

/** Serves one invocation at a time, as an instance of the cloud does. */
export type Instance = {
  readonly generation: string;
  readonly isDead: boolean;
  readonly hasServed: boolean;
  /** Resolves when the bundle is loaded; rejects with the load failure. */
  readonly ready: Promise<void>;
  /** The result as JSON text; rejects with InvocationFailed. A failure that ends the instance leaves it dead. */
  serve(order: InstanceOrder): Promise<string>;
  /** Resolves when the running invocation has moved its clock, or has ended. */
  moveClock(offsetMs: number): Promise<void>;
  judgeRequests(isOn: boolean): void;
  onDeath(listener: () => void): void;
  close(): Promise<void>;
};

const cacheFolder = join(__dirname, '../../../node_modules/.cache/functions');

type Settle = { resolve(result: string): void; reject(error: Error): void };

export function startInstance(options: InstanceOptions): Instance {
  const { definition, node } = options;
  const { timeout, memorySize } = definition.config;
  const deathListeners: (() => void)[] = [];
  let invocation: Invocation | null = null;
  let settle: Settle | null = null;
  let loading: Settle | null = null;
  let isDead = false;
  let hasServed = false;
  let clockChanges = 0;
  const clockWaits = new Map<number, () => void>();

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

  function clockWasSet(change: number): void {
    clockWaits.get(change)?.();
    clockWaits.delete(change);
  }

  function end(failure: FunctionFailure): void {
    if (isDead) return;
    isDead = true;
    fail(failure);
    for (const listener of deathListeners) listener();
    void host.terminate();
  }

  function answer(target: string, operation: string): void {
    const verdict = options.judge(target, operation, invocation);
    if (verdict === null) end(functionFailures.exited());
    else host.answer(verdict);
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
      case 'clock-set':
        clockWasSet(message.change);
        return;
      case 'log':
        options.onLog(message.level, message.message, invocation);
        return;
      case 'ask':
        answer(message.host, message.operation);
    }
  }

  const hostOptions: HostOptions = {
    environment: options.environment,
    data: { ...options.data, entry: definition.entry, cacheFolder },
    memorySize,
    onMessage: receive,
    onOutput(level, text) {
      const message = text.trimEnd();
      if (message !== '') options.onLog(level, message, invocation);
    },
    onEnd: end,
  };
  const host = node === null ? startThread(hostOptions) : startProcess(node, hostOptions);

  return {
    generation: options.generation,
    get isDead() {
      return isDead;
    },
    get hasServed() {
      return hasServed;
    },
    ready,
    serve(order) {
      // The instance may die between acquisition and use.
      if (isDead) return Promise.reject(new InvocationFailed(functionFailures.exited()));
      hasServed = true;
      invocation = order.invocation;
      invocation.kill = () => end(functionFailures.exited());
      const served = new Promise<string>((resolve, reject) => {
        settle = { resolve, reject };
      });
      const timer = setTimeout(() => end(functionFailures.timedOut(timeout)), timeout * 1000);
      const { invocation: _, ...rest } = order;
      host.wake();
      host.send({ type: 'invoke', requestId: order.invocation.requestId, ...rest });
      return served.finally(() => {
        clearTimeout(timer);
        for (const change of clockWaits.keys()) clockWasSet(change);
        const { http, storage } = host.takeCounts();
        order.invocation.calls.http += http;
        order.invocation.calls.storage += storage;
      });
    },
    moveClock(offsetMs) {
      const change = ++clockChanges;
      host.send({ type: 'clock', offsetMs, change });
      if (settle === null) return Promise.resolve();
      return new Promise((resolve) => clockWaits.set(change, resolve));
    },
    judgeRequests: (isOn) => host.send({ type: 'judge', judgeRequests: isOn }),
    onDeath: (listener) => deathListeners.push(listener),
    async close() {
      end(functionFailures.exited());
      await host.terminate();
    },
  };
}
