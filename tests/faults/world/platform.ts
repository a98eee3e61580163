import { randomUUID } from 'node:crypto';
import {
  invocationContext,
  invocationEnvironment,
} from '../../../devtools/emulator/functions/environment';
import { noCalls } from '../../../devtools/emulator/functions/invocation';
import type { Invocation } from '../../../devtools/emulator/functions/invocation';
import { appId } from '../../../devtools/emulator/identity';
import type { Deployment } from './deployment';
import type { Decide } from './faults';
import type { Answer, SentRequest } from './http';
import type { Instance } from './instance';
import { createRandom } from './random';
import type { Random } from './random';
import type { VirtualTime } from './time';

/** What the phone receives. `unknown`: nothing, or nothing it could trust. */
export type CallOutcome =
  | { kind: 'answered'; reply: unknown }
  | { kind: 'failed'; reason: string }
  | { kind: 'unknown'; reason: string };

export type FunctionCall = {
  name: string;
  event: Record<string, unknown>;
  /** Null for a timer. */
  openid: string | null;
  /** The command that calls: faults are planned for it. */
  key: number;
  /** How far the clock of the instance is ahead of everybody else's. */
  aheadMs?: number;
};

/** An invocation in flight. */
export type Running = {
  call: FunctionCall;
  /** Of its network. */
  random: Random;
  /** Requests that it has made so far. */
  calls: number;
  isOver: boolean;
  die(reason: string): void;
};

/** Runs functions: gives each an instance, an identity and a time, and ends it when that is over. */
export type Platform = {
  call(call: FunctionCall): Promise<CallOutcome>;
  /** The caller of the request; null when no invocation has the token. */
  invocation(token: unknown): Invocation | null;
};

export type PlatformOptions = {
  time: VirtualTime;
  deployment: Deployment;
  seed: number;
  decide: Decide;
  carry: (sent: SentRequest, running: Running) => Promise<Answer>;
  /** Null where the output of functions is not read. */
  onLog: ((line: string) => void) | null;
};

const phoneDelayMs = 40;

export function createPlatform(options: PlatformOptions): Platform {
  const { time, deployment, seed, decide, carry, onLog } = options;
  const running = new Map<string, Invocation>();

  async function call(request: FunctionCall): Promise<CallOutcome> {
    const phone = decide({
      key: request.key,
      nth: 0,
      service: 'phone',
      operation: request.name,
      collection: undefined,
      isInTransaction: false,
      elapsed: time.elapsed,
    });
    await time.sleep(phoneDelayMs);
    if (phone === 'call-lost') return { kind: 'unknown', reason: 'the call was lost' };
    const outcome = await serve(request);
    if (phone === 'client-gone') return { kind: 'unknown', reason: 'the page was closed' };
    return outcome;
  }

  async function serve(request: FunctionCall): Promise<CallOutcome> {
    const { name, openid } = request;
    // One name for both: requests are carried out after the end of their invocation as well.
    const id = randomUUID();
    const invocation: Invocation = {
      requestId: id,
      token: id,
      definition: deployment.define(name),
      ...(openid === null ? {} : { openid }),
      source: openid === null ? 'wx_trigger' : 'wx_client',
      calls: noCalls(),
      logs: [],
      kill: () => undefined,
    };
    const instance = deployment.acquire(name);
    running.set(invocation.token, invocation);
    const outcome = await run(request, invocation, instance);
    running.delete(invocation.token);
    instance.abandon();
    deployment.release(name, instance);
    return outcome;
  }

  /** Until it answers, throws, is killed or runs out of time, whichever comes first. */
  function run(
    request: FunctionCall,
    invocation: Invocation,
    instance: Instance,
  ): Promise<CallOutcome> {
    const { timeout } = invocation.definition.config;
    return new Promise((resolve) => {
      const state: Running = {
        call: request,
        random: createRandom(seed, request.key, 1),
        calls: 0,
        isOver: false,
        die: (reason) => settle({ kind: 'failed', reason }),
      };
      const settle = (outcome: CallOutcome): void => {
        if (state.isOver) return;
        state.isOver = true;
        cancelTimeout();
        resolve(outcome);
      };
      const cancelTimeout = time.after(timeout * 1000, () =>
        state.die(`timed out after ${timeout} seconds`),
      );
      invocation.kill = () => state.die('exited unexpectedly');
      const environment = invocationEnvironment(invocation);
      const context = invocationContext(invocation, {
        ...deployment.environmentOf(request.name),
        ...environment,
      });
      instance
        .invoke(eventOf(request), context, {
          time,
          // Of its own: an instance that serves for the first time draws more.
          random: createRandom(seed, request.key, 2),
          environment,
          aheadMs: request.aheadMs ?? 0,
          carry: (sent) => carry(sent, state),
          onLog,
        })
        .then(
          (reply) => settle({ kind: 'answered', reply: asJson(reply ?? null) }),
          (error: unknown) => settle({ kind: 'failed', reason: String(error) }),
        );
    });
  }

  return { call, invocation: (token) => running.get(String(token)) ?? null };
}

/** What the cloud adds to the event of a phone. */
function eventOf({ event, openid }: FunctionCall): unknown {
  return asJson(openid === null ? event : { ...event, userInfo: { appId, openId: openid } });
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
