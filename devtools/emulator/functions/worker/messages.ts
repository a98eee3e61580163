import type { MessagePort } from 'node:worker_threads';
import type { LogLevel } from '../../logs/logs';

/** The data that an instance is started with. */
export type InstanceData = {
  entry: string;
  /** Where the code caches of bundles are kept. */
  cacheFolder: string;
  gatewayUrl: string;
  /** Hosts other than this machine that the function may reach; `*.example.com` matches every subdomain. */
  allowedHosts: string[];
  offsetMs: number;
};

export type ThreadData = InstanceData & {
  /**
   * Shared flags and counters: they wake an instance that is frozen between invocations or waits for a verdict, and
   * count its requests without a message for each.
   */
  signals: SharedArrayBuffer;
  verdicts: MessagePort;
};

export const frozenSignal = 0;
export const verdictSignal = 1;
export const requestCounts = { http: 2, storage: 3 } as const;
export const signalBytes = 16;

/** The file descriptor of the pipe whose lines a process reads synchronously; 3 is Node's channel for messages. */
export const lineFile = 4;
export const wakeLine = 'wake';

export type ToInstance =
  | {
      type: 'invoke';
      requestId: string;
      event: string;
      context: Record<string, unknown>;
      environment: Record<string, string>;
      offsetMs: number;
      judgeRequests: boolean;
    }
  | { type: 'clock'; offsetMs: number; change: number }
  | { type: 'judge'; judgeRequests: boolean };

/** What happens to one outgoing request while fault rules for the service `http` are set. */
export type Verdict =
  | { kind: 'pass' }
  | { kind: 'delay'; delayMs: number }
  | { kind: 'cut' }
  | { kind: 'cut-after' }
  | { kind: 'hang' }
  | { kind: 'reply'; status: number; contentType: string; body: string };

export type FromInstance =
  | { type: 'ready' }
  | { type: 'load-failed'; stack: string }
  | { type: 'done'; requestId: string; result: string }
  | { type: 'failed'; requestId: string; stack: string }
  /** The instance has applied that change of the clock. */
  | { type: 'clock-set'; change: number }
  | { type: 'log'; level: LogLevel; message: string }
  | { type: 'ask'; host: string; operation: string };

/** A process reports each request; a thread counts them in shared memory. */
export type FromProcess = FromInstance | { type: 'call'; service: 'http' | 'storage' };
