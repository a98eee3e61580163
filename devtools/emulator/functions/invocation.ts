import { randomUUID } from 'node:crypto';
import type { LogRow } from '../logs/logs';
import type { FunctionDefinition } from './catalogue';

/** Number of requests that an invocation made to the cloud and to other hosts. */
export type Calls = { database: number; storage: number; openapi: number; http: number };

export type Caller = {
  /** Absent for timers and pushes. */
  openid?: string | undefined;
  /** The chain as `getWXContext().SOURCE` shows it: `wx_client`, `wx_trigger`, `wx_client,scf` … */
  source: string;
};

export type Invocation = Caller & {
  requestId: string;
  /** Sent as WX_API_TOKEN; comes back with every request of the SDK and identifies the invocation. */
  token: string;
  definition: FunctionDefinition;
  calls: Calls;
  logs: LogRow[];
  kill(): void;
};

export type FunctionFailure = { errCode: number; errMsg: string };

export type InvocationReport = {
  requestId: string;
  durationMs: number;
  cold: boolean;
  logs: LogRow[];
  calls: Calls;
} & ({ result: unknown } | { error: FunctionFailure });

export function noCalls(): Calls {
  return { database: 0, storage: 0, openapi: 0, http: 0 };
}

/** Whether the call comes directly from a phone, not from a function, a timer or a push. */
export function isPhone({ source }: Pick<Caller, 'source'>): boolean {
  return source === 'wx_client' || source === 'wx_devtools';
}

/** The report of a call that never reached its function. */
export function refusedReport(error: FunctionFailure): InvocationReport {
  return { error, requestId: randomUUID(), durationMs: 0, cold: false, logs: [], calls: noCalls() };
}
