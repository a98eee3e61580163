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

/** What the phone receives. `unknown`: nothing, or nothing reliable. */
export type CallOutcome =
  | { kind: 'answered'; reply: unknown }
  | { kind: 'failed'; reason: string }
  | { kind: 'unknown'; reason: string };

export type FunctionCall = {
  name: string;
  event: Record<string, unknown>;
  /** Null for a timer. */
  openid: string | null;
  /** The id of the calling command, which faults are planned for. */
  key: number;
  /** How far the clock of the instance is ahead of all others. */
  aheadMs?: number;
};

/** An invocation in flight. */
export type Running = {
  call: FunctionCall;
  /** The randomness of its network. */
  random: Random;
  /** The number of requests it has made so far. */
  calls: number;
  isOver: boolean;
  die(reason: string): void;
};

/** Runs functions: gives each invocation an instance, an identity and a time limit, and ends it when the time is over. */
export type Platform = {
  call(call: FunctionCall): Promise<CallOutcome>;
  /** The invocation behind a request; null if its token is unknown. */
  invocation(token: unknown): Invocation | null;
};

export type PlatformOptions = {
  time: VirtualTime;
  deployment: Deployment;
  seed: number;
  decide: Decide;
  carry: (sent: SentRequest, running: Running) => Promise<Answer>;
  /** Null if the output of functions is not read. */
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
    // The token is the request id, because requests may take effect after the end of their invocation.
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

  /** Runs until the function answers, throws, is killed or times out, whichever comes first. */
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
          // Separate from the network's: a new instance draws more numbers than a used one.
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

/** Adds what the cloud adds to an event from a phone. */
function eventOf({ event, openid }: FunctionCall): unknown {
  return asJson(openid === null ? event : { ...event, userInfo: { appId, openId: openid } });
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
