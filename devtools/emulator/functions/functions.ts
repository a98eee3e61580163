import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import { underFault } from '../faults/apply';
import type { Faults } from '../faults/faults';
import { defaultMessage, isErrorReply } from '../faults/rule';
import type { FaultRule } from '../faults/rule';
import type { Logs } from '../logs/logs';
import { toErrCode } from '../wire/error-codes';
import { createCatalogue } from './catalogue';
import type { FunctionDefinition } from './catalogue';
import { instanceEnvironment, invocationContext, invocationEnvironment } from './environment';
import { InvocationFailed, functionFailures } from './failures';
import { startInstance } from './instance';
import type { Instance } from './instance';
import { isPhone, noCalls, refusedReport } from './invocation';
import type { Caller, FunctionFailure, Invocation, InvocationReport } from './invocation';
import { appId } from '../identity';
import type { Plan } from '../plan/plan';
import { createPool } from './pool';
import type { Pool } from './pool';
import { judgeRequest } from './verdict';

export type FunctionsOptions = {
  folder: string;
  clock: Clock;
  faults: Faults;
  logs: Logs;
  plan: Pick<Plan, 'invocation'>;
  /** The URL of the gateway; known once the server listens. */
  gatewayUrl: () => string;
  /** Variables of the host; a function receives those named in its config.json. */
  environment: Readonly<Record<string, string | undefined>>;
  allowedHosts: string[];
  /** The Node binary that runs functions in processes; null runs them in worker threads. */
  node: string | null;
  maxInstances: number;
  idleSeconds: number;
  sleep: (milliseconds: number) => Promise<void>;
};

export type InvokeRequest = Caller & { name: string; data: unknown };

export type Functions = {
  names(): string[];
  find(name: string): FunctionDefinition | null;
  invoke(request: InvokeRequest): Promise<InvocationReport>;
  /** The hosts in a function's variables, with ports, by variable; a fault rule may name them. */
  hosts(name: string): Record<string, string>;
  /** The running invocation that has the token; null for scripts and for calls after the end of the invocation. */
  invocation(token: unknown): Invocation | null;
  /** When a user's phone last called a function, on the business clock; null when it has not since the start. */
  lastCallAt(openid: string): number | null;
  /** Resolves when every running invocation has received the latest change of the clock. */
  clockSeen(): Promise<void>;
  tellFaults(): void;
  /** Runs a function on another Node binary from its next invocation on; null restores the default of all functions. */
  runOn(name: string, node: string | null): void;
  /** The Node binary of a function; null means a worker thread. */
  nodeOf(name: string): string | null;
  close(): Promise<void>;
};

export function createFunctions(options: FunctionsOptions): Functions {
  const { clock, faults, logs, plan } = options;
  const catalogue = createCatalogue(options.folder);
  const pools = new Map<string, Pool>();
  const running = new Map<string, Invocation>();
  const lastCalls = new Map<string, number>();
  const nodes = new Map<string, string>();

  function poolOf(name: string): Pool {
    const known = pools.get(name);
    if (known !== undefined) return known;
    const pool = createPool({
      maxInstances: options.maxInstances,
      idleSeconds: options.idleSeconds,
      start: () => start(name),
      generation: () => generationOf(name),
    });
    pools.set(name, pool);
    return pool;
  }

  function nodeOf(name: string): string | null {
    return nodes.get(name) ?? options.node;
  }

  function generationOf(name: string): string {
    const definition = catalogue.find(name);
    return definition === null ? 'removed' : `${definition.generation}/${nodeOf(name) ?? 'thread'}`;
  }

  function start(name: string): Instance {
    const definition = catalogue.find(name);
    if (definition === null) throw new InvocationFailed(functionFailures.missing(name));
    return startInstance({
      definition,
      generation: generationOf(name),
      node: nodeOf(name),
      environment: environmentOf(definition),
      data: {
        gatewayUrl: options.gatewayUrl(),
        allowedHosts: [...options.allowedHosts, ...hostsIn(environmentOf(definition))],
        offsetMs: clock.offsetMs,
      },
      onLog(level, message, invocation) {
        const requestId = invocation?.requestId ?? '';
        const row = { time: clock.now(), function: name, requestId, level, message };
        logs.add(row);
        invocation?.logs.push(row);
      },
      judge: (host, operation) =>
        judgeRequest(faults.strike({ service: 'http', operation, host, function: name })),
    });
  }

  function environmentOf(definition: FunctionDefinition): Record<string, string> {
    return instanceEnvironment(options.gatewayUrl(), definition, options.environment);
  }

  async function run(invocation: Invocation, request: InvokeRequest): Promise<RunOutcome> {
    const rule = faults.strike({
      service: 'functions',
      operation: 'invoke',
      function: request.name,
    });
    const cold = { value: false };
    const outcome = await underFault<RunResult>(rule, () => serve(invocation, request, cold), {
      sleep: options.sleep,
      refuse: (fault) => ({ error: toFailure(fault, functionFailures.answerLost()) }),
      reply: (fault) =>
        isErrorReply(fault)
          ? { error: toFailure(fault, functionFailures.threw(defaultMessage)) }
          : { result: fault.body ?? null },
      conflict: () => ({ error: functionFailures.threw('conflict') }),
      hang: () => new Promise(() => undefined),
      kill: () => ({ error: functionFailures.exited() }),
    });
    return { ...outcome, cold: cold.value };
  }

  async function serve(
    invocation: Invocation,
    request: InvokeRequest,
    cold: { value: boolean },
  ): Promise<RunResult> {
    const pool = poolOf(request.name);
    const environment = invocationEnvironment(invocation);
    try {
      const instance = await pool.acquire();
      cold.value = !instance.hasServed;
      try {
        const result = await instance.serve({
          invocation,
          event: JSON.stringify(eventFor(request)),
          context: invocationContext(invocation, {
            ...environmentOf(invocation.definition),
            ...environment,
          }),
          environment,
          offsetMs: clock.offsetMs,
          judgeRequests: faults.concerns('http'),
        });
        if (isPhone(request) && Buffer.byteLength(result) > maxClientResultBytes) {
          return { error: functionFailures.resultTooLarge() };
        }
        return { result: JSON.parse(result) as unknown };
      } finally {
        pool.release(instance);
      }
    } catch (error) {
      if (error instanceof InvocationFailed) return { error: error.failure };
      throw error;
    }
  }

  async function invoke(request: InvokeRequest): Promise<InvocationReport> {
    const requestId = randomUUID();
    const definition = catalogue.find(request.name);
    if (definition === null) return refusedReport(functionFailures.missing(request.name));
    const invocation: Invocation = {
      requestId,
      token: randomUUID(),
      definition,
      openid: request.openid,
      source: request.source,
      calls: noCalls(),
      logs: [],
      kill: () => undefined,
    };
    const report = plan.invocation(request.name, invocation.calls, () =>
      observe(invocation, request),
    );
    return report ?? refusedReport(functionFailures.tooManyAtOnce(request.name));
  }

  async function observe(
    invocation: Invocation,
    request: InvokeRequest,
  ): Promise<InvocationReport> {
    const startedAt = performance.now();
    const { requestId } = invocation;
    running.set(invocation.token, invocation);
    if (request.openid !== undefined && isPhone(request))
      lastCalls.set(request.openid, clock.now());
    try {
      const outcome = await run(invocation, request);
      const durationMs = performance.now() - startedAt;
      return { ...outcome, requestId, durationMs, logs: invocation.logs, calls: invocation.calls };
    } finally {
      running.delete(invocation.token);
    }
  }

  const instances = (): Instance[] => [...pools.values()].flatMap((pool) => [...pool.instances()]);
  let clockSeen: Promise<unknown> = Promise.resolve();
  const forgetClock = clock.onChange(() => {
    clockSeen = Promise.all(instances().map((instance) => instance.moveClock(clock.offsetMs)));
  });

  return {
    names: () => catalogue.names(),
    find: (name) => catalogue.find(name),
    invoke,
    hosts(name) {
      const definition = catalogue.find(name);
      return definition === null ? {} : hostsByVariable(environmentOf(definition));
    },
    invocation: (token) => (typeof token === 'string' ? (running.get(token) ?? null) : null),
    lastCallAt: (openid) => lastCalls.get(openid) ?? null,
    nodeOf,
    runOn(name, node) {
      if (node === null) nodes.delete(name);
      else nodes.set(name, node);
    },
    async clockSeen() {
      await clockSeen;
    },
    tellFaults() {
      for (const instance of instances()) instance.judgeRequests(faults.concerns('http'));
    },
    async close() {
      forgetClock();
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

type RunResult = { result: unknown } | { error: FunctionFailure };
type RunOutcome = RunResult & { cold: boolean };

function toFailure({ code, message }: FaultRule, byDefault: FunctionFailure): FunctionFailure {
  const errCode = typeof code === 'string' ? toErrCode(code) : (code ?? byDefault.errCode);
  return { errCode, errMsg: message ?? byDefault.errMsg };
}

/** The maximum result for a phone; results between functions may be larger. */
const maxClientResultBytes = 1024 * 1024;

/** The cloud adds `userInfo` to the event of a phone, but not to events of functions and timers. */
function eventFor(request: InvokeRequest): unknown {
  const { data, openid } = request;
  const event = data ?? {};
  if (openid === undefined || !isPhone(request) || typeof event !== 'object') return event;
  return { ...event, userInfo: { appId, openId: openid } };
}

/** The hosts of the URLs among a function's variables. */
function hostsIn(environment: Record<string, string>): string[] {
  return Object.values(hostsByVariable(environment)).map((host) => host.replace(/:\d+$/, ''));
}

function hostsByVariable(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      /^https?:\/\//.test(value) && URL.canParse(value) ? [[name, new URL(value).host]] : [],
    ),
  );
}
