import type { Behaviour } from '../../../devtools/providers/http/directives';
import { dashscopeHost } from './dashscope';
import type { Dashscope } from './dashscope';
import type { Decide } from './faults';
import { whileAlive } from './feed';
import type { Gateway } from './gateway';
import type { Answer, SentRequest } from './http';
import type { Running } from './platform';
import { providerHost } from './provider';
import type { Provider } from './provider';
import type { VirtualTime } from './time';
import { isVision } from './vision';
import { wechatHost } from './wechat';
import type { WechatServer } from './wechat';

type Outside = Pick<Provider, 'serve'>;

/** Carries requests of functions to the cloud or the provider, and the answers back. */
export type Network = {
  carry(sent: SentRequest, running: Running): Promise<Answer>;
  /** The number of requests so far. */
  readonly requests: number;
};

type NetworkOptions = {
  time: VirtualTime;
  gateway: Gateway;
  provider: Provider;
  dashscope: Dashscope;
  wechat: WechatServer;
  decide: Decide;
};

export function createNetwork({
  time,
  gateway,
  provider,
  dashscope,
  wechat,
  decide,
}: NetworkOptions): Network {
  let requests = 0;

  /** Once its function has ended, a request still takes effect, but its answer is dropped. */
  async function carry(sent: SentRequest, running: Running): Promise<Answer> {
    requests += 1;
    running.calls += 1;
    const { epoch } = gateway.backend;
    const outside = outsideOf(sent.host);
    const answer = await (outside === null
      ? gateway.ask(sent, running)
      : askOutside(outside, sent, running));
    if (running.isOver) return never();
    const isCutOff = outside === null && gateway.backend.epoch !== epoch;
    return isCutOff ? { kind: 'cut' } : answer;
  }

  function outsideOf(host: string): Outside | null {
    if (host === providerHost) return provider;
    if (host === dashscopeHost) return dashscope;
    return host === wechatHost ? wechat : null;
  }

  async function askOutside(
    outside: Outside,
    sent: SentRequest,
    running: Running,
  ): Promise<Answer> {
    const fault = decide({
      key: running.call.key,
      nth: running.calls,
      service: 'provider',
      operation: operationOf(sent),
      collection: undefined,
      isInTransaction: false,
      elapsed: time.elapsed,
    });
    const latencyMs = running.random.between(200, 8_000);
    await time.sleep(20);
    if (fault === 'kill') {
      running.die('exited unexpectedly');
      return never();
    }
    const behaviour = fault === null ? null : fault.replace(/^provider:/, '');
    if (behaviour === 'unreachable') return { kind: 'refused' };
    const behaviours =
      behaviour === null || behaviour === 'kill-after' ? [] : [toBehaviour(behaviour)];
    const answer = await outside.serve(sent, behaviours, latencyMs);
    if (behaviour === 'kill-after') running.die('exited unexpectedly');
    return whileAlive(answer, () => !running.isOver);
  }

  return {
    carry,
    get requests() {
      return requests;
    },
  };
}

function operationOf(sent: SentRequest): string {
  const { host, method, path } = sent;
  if (host === wechatHost) return 'wechat';
  if (path.includes('/tasks/')) return method === 'GET' ? 'poll' : 'cancel';
  if (method === 'GET') return 'picture';
  if (host === dashscopeHost)
    return path.endsWith('/multimodal-generation/generation') ? 'edit' : 'order';
  if (isVision(sent)) return 'vision';
  return path.endsWith('/chat/completions') ? 'chat' : 'generate';
}

/** A new promise each time: a shared one would keep all its waiters in memory. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

function toBehaviour(text: string): Behaviour {
  const [name = '', value = null] = text.split('=');
  return { name, value };
}
