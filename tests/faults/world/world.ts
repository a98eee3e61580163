import { randomUUID } from 'node:crypto';
import type { Behaviour } from '../../../devtools/emulator/providers/zhipu/directives';
import {
  invocationContext,
  invocationEnvironment,
} from '../../../devtools/emulator/functions/environment';
import { noCalls } from '../../../devtools/emulator/functions/invocation';
import type { Invocation } from '../../../devtools/emulator/functions/invocation';
import { appId } from '../../../devtools/emulator/identity';
import type { CollectionTemplate } from '../../../devtools/emulator/templates';
import type { CloudCall } from '../../../devtools/emulator/faults/faults';
import type { WireOutcome } from '../../../devtools/emulator/wire/messages';
import { createBackend } from './backend';
import type { Backend } from './backend';
import type { Deployment } from './deployment';
import { toRule } from './faults';
import type { CloudFault, FaultName, FaultPoint, Plan, Struck } from './faults';
import type { Answer, SentRequest } from './http';
import type { Instance } from './instance';
import { parseForm } from './multipart';
import { createProvider, providerOrigin } from './provider';
import type { Provider } from './provider';
import { createRandom } from './random';
import type { Random } from './random';
import { createTime } from './time';
import type { VirtualTime } from './time';

/** What the phone is told of a call. `unknown`: nothing, or nothing it could trust. */
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

export type FiredFault = { key: number; nth: number; fault: FaultName };

export type World = {
  time: VirtualTime;
  backend: Backend;
  provider: Provider;
  call(call: FunctionCall): Promise<CallOutcome>;
  /** Faults that struck, in their order. */
  fired: FiredFault[];
  /** Requests that functions made on the cloud and on the provider. */
  readonly requests: number;
  /** What functions printed, newest last; only with `keepsLogs`. */
  logs: string[];
  stopFaults(): void;
};

export type WorldOptions = {
  deployment: Deployment;
  templates: CollectionTemplate[];
  seed: number;
  startAt: number;
  plan: Plan;
  isJournaled: boolean;
  keepsLogs?: boolean;
};

type Running = {
  call: FunctionCall;
  invocation: Invocation;
  instance: Instance;
  random: Random;
  calls: number;
  isOver: boolean;
  die(reason: string): void;
};

const phoneDelayMs = 40;

export function createWorld(options: WorldOptions): World {
  const { deployment, seed } = options;
  const time = createTime(options.startAt);
  const provider = createProvider(time);
  const running = new Map<string, Running>();
  const fired: FiredFault[] = [];
  const logs: string[] = [];
  let isFaulty = true;
  let requests = 0;
  /** Set right before the emulator is asked, read by it before its first wait. */
  let struck: Struck['rule'] = null;
  let pointOfCall: ((call: CloudCall) => void) | null = null;

  const backend = createBackend({
    time,
    templates: options.templates,
    isJournaled: options.isJournaled,
    judge(call) {
      pointOfCall?.(call);
      pointOfCall = null;
      const rule = struck;
      struck = null;
      return rule;
    },
    invocation: (token) => running.get(String(token))?.invocation ?? null,
  });

  function decide(point: FaultPoint): FaultName | null {
    const fault = isFaulty ? options.plan(point) : null;
    if (fault !== null) fired.push({ key: point.key, nth: point.nth, fault });
    return fault;
  }

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
    const { name } = request;
    const definition = deployment.define(name);
    const requestId = randomUUID();
    const invocation: Invocation = {
      requestId,
      token: randomUUID(),
      definition,
      ...(request.openid === null ? {} : { openid: request.openid }),
      source: request.openid === null ? 'wx_trigger' : 'wx_client',
      calls: noCalls(),
      logs: [],
      kill: () => undefined,
    };
    const instance = deployment.acquire(name);
    const outcome = await run(request, invocation, instance);
    running.delete(invocation.token);
    instance.abandon();
    deployment.release(name, instance);
    return outcome;
  }

  function run(
    request: FunctionCall,
    invocation: Invocation,
    instance: Instance,
  ): Promise<CallOutcome> {
    const { config } = invocation.definition;
    return new Promise((resolve) => {
      const random = createRandom(seed, request.key, 1);
      const state: Running = {
        call: request,
        invocation,
        instance,
        random,
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
      const cancelTimeout = time.after(config.timeout * 1000, () =>
        settle({ kind: 'failed', reason: `timed out after ${config.timeout} seconds` }),
      );
      invocation.kill = () => settle({ kind: 'failed', reason: 'exited unexpectedly' });
      running.set(invocation.token, state);
      const environment = invocationEnvironment(invocation);
      const context = invocationContext(invocation, {
        ...deployment.environmentOf(request.name),
        ...environment,
      });
      const event =
        request.openid === null
          ? request.event
          : { ...request.event, userInfo: { appId, openId: request.openid } };
      instance
        .invoke(structuredClone(event), context, {
          time,
          random,
          environment,
          aheadMs: request.aheadMs ?? 0,
          carry: (sent) => carry(sent, state),
          onLog: (level, text) => {
            if (options.keepsLogs === true) logs.push(`${level} ${text}`);
          },
        })
        .then(
          (reply) => settle({ kind: 'answered', reply: JSON.parse(JSON.stringify(reply ?? null)) }),
          (error: unknown) => settle({ kind: 'failed', reason: String(error) }),
        );
    });
  }

  /** A request of a function. One whose function is over in the meantime is carried out, but nobody hears the answer. */
  async function carry(sent: SentRequest, state: Running): Promise<Answer> {
    requests += 1;
    state.calls += 1;
    const nth = state.calls;
    const epoch = backend.epoch;
    const transit = 1 + state.random.between(0, 6);
    const isProvider = sent.url.origin === providerOrigin;
    const answer = isProvider ? askProvider(sent, state, nth) : askCloud(sent, state, nth, transit);
    const heard = await answer;
    if (state.isOver) return never();
    return !isProvider && backend.epoch !== epoch ? { kind: 'cut' } : heard;
  }

  async function askCloud(
    sent: SentRequest,
    state: Running,
    nth: number,
    transit: number,
  ): Promise<Answer> {
    await time.sleep(transit);
    const judged: { afterwards: Struck['afterwards']; isPartial: boolean } = {
      afterwards: null,
      isPartial: false,
    };
    const path = sent.url.pathname;
    const fields = path === '/admin' ? fieldsOf(sent) : {};
    pointOfCall = (call) => {
      const fault = decide({
        key: state.call.key,
        nth,
        service: call.service,
        operation: call.operation,
        collection: call.collection,
        isInTransaction: typeof fields['transactionId'] === 'string',
        elapsed: time.elapsed,
      });
      if (fault === null) return;
      judged.isPartial = fault === 'partial-upload' || fault === 'killed-in-upload';
      const decided = toRule(fault as CloudFault, call.service, {
        slow: state.random.between(300, 9_000),
        late: state.random.between(15_500, 40_000),
      });
      struck = decided.rule;
      judged.afterwards = decided.afterwards;
    };
    const outcome =
      path === '/admin'
        ? await backend.wire({ fields })
        : await transfer(sent, () => judged.isPartial);
    if (judged.afterwards === 'kill') state.die('exited unexpectedly');
    return judged.afterwards === 'silence' ? { kind: 'silence' } : toAnswer(outcome);
  }

  async function transfer(sent: SentRequest, isPartial: () => boolean): Promise<WireOutcome> {
    const { url, body } = sent;
    if (sent.method === 'PUT') {
      const outcome = backend.transfer.upload(url.searchParams.get('ticket') ?? '', body);
      // The connection broke halfway, and the storage kept what it had.
      if (isPartial()) {
        const path = decodeURIComponent(url.pathname.slice('/files/'.length));
        const half = body.subarray(0, body.length >> 1);
        backend.files.put({ path, openid: null, at: time.now() }, half);
      }
      return outcome;
    }
    return backend.transfer.download(
      decodeURIComponent(url.pathname.slice('/files/'.length)),
      url.searchParams.get('t') ?? '',
      url.searchParams.get('sign') ?? '',
    );
  }

  async function askProvider(sent: SentRequest, state: Running, nth: number): Promise<Answer> {
    const isPicture = sent.method === 'GET';
    const fault = decide({
      key: state.call.key,
      nth,
      service: 'provider',
      operation: isPicture ? 'picture' : 'generate',
      collection: undefined,
      isInTransaction: false,
      elapsed: time.elapsed,
    });
    const latencyMs = state.random.between(200, 8_000);
    await time.sleep(20);
    if (fault === 'kill') {
      state.die('exited unexpectedly');
      return never();
    }
    const behaviour = fault === null ? null : fault.replace(/^provider:/, '');
    if (behaviour === 'unreachable') return { kind: 'refused' };
    const answer = await provider.serve(
      sent,
      behaviour === null || behaviour === 'kill-after' ? [] : [toBehaviour(behaviour)],
      latencyMs,
    );
    if (behaviour === 'kill-after') state.die('exited unexpectedly');
    return answer;
  }

  return {
    time,
    backend,
    provider,
    call,
    fired,
    logs,
    get requests() {
      return requests;
    },
    stopFaults() {
      isFaulty = false;
    },
  };
}

/** A new one each time: a promise that is shared would keep everybody who ever waited for it. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

function toBehaviour(text: string): Behaviour {
  const [name = '', value = null] = text.split('=');
  return { name, value };
}

function fieldsOf({ body, headers }: SentRequest): Record<string, unknown> {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return parseForm(body, type);
  return JSON.parse(body.toString()) as Record<string, unknown>;
}

function toAnswer(outcome: WireOutcome): Answer {
  const answer = (status: number, contentType: string, body: Buffer): Answer => ({
    kind: 'answer',
    status,
    headers: { 'content-type': contentType, 'content-length': String(body.length) },
    body,
  });
  switch (outcome.kind) {
    case 'json':
      return answer(
        200,
        'application/json; charset=utf-8',
        Buffer.from(JSON.stringify(outcome.body)),
      );
    case 'bytes':
      return answer(200, outcome.contentType, outcome.bytes);
    case 'status':
      return answer(outcome.status, outcome.contentType, Buffer.from(outcome.body));
    case 'cut':
      return { kind: 'cut' };
    case 'hang':
      return { kind: 'silence' };
  }
}
