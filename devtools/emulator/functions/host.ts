import type { LogLevel } from '../logs/logs';
import type { FunctionFailure } from './invocation';
import type { FromInstance, InstanceData, ToInstance, Verdict } from './worker/messages';

export type RequestCounts = { http: number; storage: number };

/** What an instance runs in: a worker thread, or a process of another Node. */
export type Host = {
  send(message: ToInstance): void;
  /** Before every invocation; the instance is frozen between them. */
  wake(): void;
  /** Answers the question that the instance waits with. */
  answer(verdict: Verdict): void;
  /** The requests since the last look. */
  takeCounts(): RequestCounts;
  terminate(): Promise<unknown>;
};

export type HostOptions = {
  environment: Record<string, string>;
  data: InstanceData;
  memorySize: number;
  onMessage(message: FromInstance): void;
  onOutput(level: LogLevel, text: string): void;
  /** It ended by itself. */
  onEnd(failure: FunctionFailure): void;
};
