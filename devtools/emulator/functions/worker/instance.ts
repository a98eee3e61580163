import { isMainThread } from 'node:worker_threads';
import { installClock, setClockOffset } from './clock';
import { installConsole } from './console';
import { installEgressGuard } from './egress';
import { installEnvironment } from './environment';
import { openLink } from './link';
import { loadBundle } from './load';
import type { ToInstance, Verdict } from './messages';
import { installRequestWatch } from './requests';

/**
 * The program of one instance, bundled on its own and run in a worker thread or a process. It prepares the cloud's
 * environment, loads the function's bundle and serves one invocation at a time.
 */
type Handler = (event: unknown, context: unknown) => unknown;
type InvokeMessage = Extract<ToInstance, { type: 'invoke' }>;

const link = openLink();
const { data } = link;
if (!isMainThread) installEnvironment();
const born = new Set(Object.keys(process.env));
let judgeRequests = false;
let handler: Handler | undefined;
let served: (calls: number) => void = () => undefined;
let turns = 0;

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function judge(host: string, operation: string): Verdict {
  return judgeRequests ? link.ask(host, operation) : { kind: 'pass' };
}

/** `null` for values that JSON cannot represent: undefined, a function, a symbol. */
function toJson(value: unknown): string {
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string' ? text : 'null';
}

function load(): void {
  try {
    const bundle = loadBundle(data.entry, data.cacheFolder);
    const exported = bundle.exports as { main?: unknown };
    if (typeof exported.main !== 'function') throw new Error('index.main is not a function');
    handler = exported.main as Handler;
    served = bundle.served;
    void link.post({ type: 'ready' });
  } catch (error) {
    void link.post({ type: 'load-failed', stack: stackOf(error) });
  }
}

/** The cloud freezes an instance when its invocation ends; work still in flight resumes with the next invocation. */
function freezeAfter(turn: number): void {
  // Wait one turn of the event loop: an unhandled rejection must end the instance now, not during the next invocation.
  setImmediate(() => {
    if (turn !== turns) return;
    served(turn);
    link.freeze();
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
  link.awaken();
  setClockOffset(more.offsetMs);
  judgeRequests = more.judgeRequests;
  setEnvironment(environment);
  // Let the event loop notice connections that the gateway closed while the instance was frozen, before one of them is
  // reused.
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  try {
    const result = await handler?.(JSON.parse(event), context);
    await link.post({ type: 'done', requestId, result: toJson(result) });
  } catch (error) {
    await link.post({ type: 'failed', requestId, stack: stackOf(error) });
  }
  freezeAfter(turn);
}

installClock();
setClockOffset(data.offsetMs);
installConsole((level, message) => void link.post({ type: 'log', level, message }));
installEgressGuard(data.allowedHosts);
installRequestWatch({
  gatewayUrl: data.gatewayUrl,
  onCall: link.count,
  judge,
});

link.onMessage((message) => {
  if (message.type === 'invoke') void invoke(message);
  else if (message.type === 'clock') {
    setClockOffset(message.offsetMs);
    void link.post({ type: 'clock-set', change: message.change });
  } else judgeRequests = message.judgeRequests;
});
load();
