import { createRequire } from 'node:module';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { installClock, setClockOffset } from './clock';
import { installConsole } from './console';
import { installEgressGuard } from './egress';
import { installEnvironment } from './environment';
import { frozenSignal, requestCounts, verdictSignal } from './messages';
import type { FromInstance, InstanceData, ToInstance, Verdict } from './messages';
import { installRequestWatch } from './requests';

/**
 * The program of one instance, bundled on its own and run in a worker thread: it prepares the surroundings of the cloud, loads
 * the function's bundle and serves one invocation at a time.
 */
type Handler = (event: unknown, context: unknown) => unknown;
type InvokeMessage = Extract<ToInstance, { type: 'invoke' }>;

const data = workerData as InstanceData & { verdicts: MessagePort };
const signals = new Int32Array(data.signals);
installEnvironment();
const born = new Set(Object.keys(process.env));
let judgeRequests = false;
let handler: Handler | undefined;
let turns = 0;

function post(message: FromInstance): void {
  parentPort?.postMessage(message);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function judge(host: string, operation: string): Verdict {
  if (!judgeRequests) return { kind: 'pass' };
  post({ type: 'ask', host, operation });
  Atomics.wait(signals, verdictSignal, 0);
  Atomics.store(signals, verdictSignal, 0);
  return (receiveMessageOnPort(data.verdicts)?.message as Verdict | undefined) ?? { kind: 'pass' };
}

/** `null` for what has no JSON at all: undefined, a function, a symbol. */
function toJson(value: unknown): string {
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string' ? text : 'null';
}

function load(): void {
  try {
    const exported = createRequire(data.entry)(data.entry) as { main?: unknown };
    if (typeof exported.main !== 'function') throw new Error('index.main is not a function');
    handler = exported.main as Handler;
    post({ type: 'ready' });
  } catch (error) {
    post({ type: 'load-failed', stack: stackOf(error) });
  }
}

/** The cloud freezes an instance when its invocation ends: what is still under way goes on with the next one. */
function freezeAfter(turn: number): void {
  // After one turn of the event loop: an unhandled rejection must end the instance now, not in the next invocation.
  setImmediate(() => {
    if (turn === turns) Atomics.wait(signals, frozenSignal, 0);
  });
}

function setEnvironment(environment: Record<string, string>): void {
  for (const name of Object.keys(process.env)) {
    if (!born.has(name) && /^(WX_|TCB_|TRIGGER_)/.test(name))
      Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, environment);
}

async function invoke({
  requestId,
  event,
  context,
  environment,
  ...more
}: InvokeMessage): Promise<void> {
  const turn = ++turns;
  Atomics.store(signals, frozenSignal, 0);
  setClockOffset(more.offsetMs);
  judgeRequests = more.judgeRequests;
  setEnvironment(environment);
  // Connections that the gateway closed while the instance was frozen must be seen before one of them is used again.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  try {
    const result = await handler?.(JSON.parse(event), context);
    post({ type: 'done', requestId, result: toJson(result) });
  } catch (error) {
    post({ type: 'failed', requestId, stack: stackOf(error) });
  }
  freezeAfter(turn);
}

installClock();
setClockOffset(data.offsetMs);
installConsole((level, message) => post({ type: 'log', level, message }));
installEgressGuard(data.allowedHosts);
installRequestWatch({
  gatewayUrl: data.gatewayUrl,
  onCall: (service) => void Atomics.add(signals, requestCounts[service], 1),
  judge,
});

parentPort?.on('message', (message: ToInstance) => {
  if (message.type === 'invoke') void invoke(message);
  else if (message.type === 'clock') setClockOffset(message.offsetMs);
  else judgeRequests = message.judgeRequests;
});
load();
