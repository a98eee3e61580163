import type { MessagePort } from 'node:worker_threads';
import type { LogLevel } from '../../logs/logs';

/** What an instance is started with. */
export type InstanceData = {
  entry: string;
  /** Where compiled bundles are kept between instances. */
  cacheFolder: string;
  gatewayUrl: string;
  /** Hosts beside this machine that the function may reach; `*.example.com` stands for every sub-domain. */
  allowedHosts: string[];
  offsetMs: number;
};

export type ThreadData = InstanceData & {
  /**
   * Wakes an instance that is frozen between invocations, and one that waits for a verdict on a request; and counts its
   * requests, without a message for each.
   */
  signals: SharedArrayBuffer;
  verdicts: MessagePort;
};

export const frozenSignal = 0;
export const verdictSignal = 1;
export const requestCounts = { http: 2, storage: 3 } as const;
export const signalBytes = 16;

/** The file of a process over which lines go that are read synchronously; 3 is the channel of its messages. */
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

/** What happens to one outgoing request, when fault rules are set for the service `http`. */
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
  /** The clock reads as that change has set it. */
  | { type: 'clock-set'; change: number }
  | { type: 'log'; level: LogLevel; message: string }
  | { type: 'ask'; host: string; operation: string };

/** A process reports its requests one by one; a thread counts them in shared memory. */
export type FromProcess = FromInstance | { type: 'call'; service: 'http' | 'storage' };
