import type { LogLevel } from '../logs/logs';
import type { FunctionFailure } from './invocation';
import type { FromInstance, InstanceData, ToInstance, Verdict } from './worker/messages';

export type RequestCounts = { http: number; storage: number };

/** What an instance runs in: a worker thread, or a process of another Node binary. */
export type Host = {
  send(message: ToInstance): void;
  /** Call before every invocation, as the instance is frozen between invocations. */
  wake(): void;
  /** Answers the request for a verdict on which the instance is blocked. */
  answer(verdict: Verdict): void;
  /** Returns and resets the number of requests since the last call. */
  takeCounts(): RequestCounts;
  terminate(): Promise<unknown>;
};

export type HostOptions = {
  environment: Record<string, string>;
  data: InstanceData;
  memorySize: number;
  onMessage: (message: FromInstance) => void;
  onOutput: (level: LogLevel, text: string) => void;
  /** The instance ended by itself. */
  onEnd: (failure: FunctionFailure) => void;
};
