import type { CollectionTemplate } from '../../../devtools/emulator/templates';
import type { MediaCheckRule } from '../../../devtools/emulator/openapi/media-check';
import type { Backend } from './backend';
import type { Deployment } from './deployment';
import type { Decide, FiredFault, Plan } from './faults';
import { createDashscope } from './dashscope';
import type { Dashscope } from './dashscope';
import { createGateway } from './gateway';
import { createNetwork } from './network';
import { createPlatform } from './platform';
import type { CallOutcome, FunctionCall, Platform } from './platform';
import { createProvider } from './provider';
import type { Provider } from './provider';
import { createWechatServer } from './wechat';
import type { Wechat } from '../../../devtools/providers/wechat/wechat';
import { createTime } from './time';
import type { VirtualTime } from './time';

/** Higher than the ids of all commands and of the healing. */
export const firstPushKey = 2_000_000;
const pushMs = 1_000;
const pushRetryMs = 5_000;
const maxPushAttempts = 4;

/** The environment of the functions, in virtual time. */
export type World = {
  time: VirtualTime;
  backend: Backend;
  provider: Provider;
  /** The vendor of the studio. */
  dashscope: Dashscope;
  /** WeChat's ledger of payments. */
  wechat: Wechat;
  call(call: FunctionCall): Promise<CallOutcome>;
  /** Faults that fired, in order. */
  fired: FiredFault[];
  /** Requests that functions made on the cloud and on the provider. */
  readonly requests: number;
  /** What functions printed, newest last; only with `keepsLogs`. */
  logs: string[];
  stopFaults(): void;
  /** Waits until no push is in flight. */
  pushesEnded(): Promise<void>;
};

export type WorldOptions = {
  deployment: Deployment;
  templates: CollectionTemplate[];
  seed: number;
  startAt: number;
  plan: Plan;
  isJournaled: boolean;
  keepsLogs?: boolean;
  /** The verdict on the next picture while faults strike. */
  mediaRule?: () => MediaCheckRule | null;
};

export function createWorld(options: WorldOptions): World {
  const { deployment, templates, seed, startAt, plan, isJournaled, keepsLogs = false } = options;
  const fired: FiredFault[] = [];
  const logs: string[] = [];
  let isFaulty = true;

  const decide: Decide = (point) => {
    const fault = isFaulty ? plan(point) : null;
    if (fault !== null) fired.push({ key: point.key, nth: point.nth, fault });
    return fault;
  };

  const time = createTime(startAt);
  const provider = createProvider(time);
  const gateway = createGateway({
    time,
    templates,
    isJournaled,
    decide,
    invocation: (token) => platform.invocation(token),
    push: (message) => void push(message),
    deliver: async (message) => {
      await deliver(message);
    },
    mediaRule: () => (isFaulty ? (options.mediaRule?.() ?? null) : null),
  });
  const dashscope = createDashscope(time);
  const wechat = createWechatServer(time, (message, delayMs, onSuccess) => {
    void push(message, delayMs, onSuccess);
  });
  const network = createNetwork({ time, gateway, provider, dashscope, wechat, decide });
  const platform: Platform = createPlatform({
    time,
    deployment,
    seed,
    decide,
    carry: (sent, running) => network.carry(sent, running),
    onLog: keepsLogs ? (line) => void logs.push(line) : null,
  });

  let pushKey = firstPushKey;
  let pushesInFlight = 0;

  /** Like WeChat, repeats a push until it is answered with success, and gives up after some attempts. */
  async function push(
    message: Record<string, unknown>,
    delayMs = 0,
    onSuccess: () => void = () => undefined,
  ): Promise<void> {
    pushesInFlight += 1;
    if (delayMs > 0) await time.sleep(delayMs);
    for (let attempt = 1; attempt <= maxPushAttempts; attempt += 1) {
      await time.sleep(attempt === 1 ? pushMs : pushRetryMs);
      const outcome = await deliver(message);
      if (outcome.kind !== 'answered' || !isTaken(outcome.reply)) continue;
      onSuccess();
      break;
    }
    pushesInFlight -= 1;
  }

  function deliver(message: Record<string, unknown>): Promise<CallOutcome> {
    return platform.call({ name: 'push', event: message, openid: null, key: (pushKey += 1) });
  }

  return {
    time,
    backend: gateway.backend,
    provider,
    dashscope,
    wechat: wechat.wechat,
    call: (call) => platform.call(call),
    fired,
    logs,
    get requests() {
      return network.requests;
    },
    stopFaults() {
      isFaulty = false;
    },
    async pushesEnded() {
      while (pushesInFlight > 0) await time.sleep(pushMs);
    },
  };
}

/** Payment pushes are answered in another format. */
function isTaken(reply: unknown): boolean {
  return reply === 'success' || (reply as { ErrCode?: unknown } | null)?.ErrCode === 0;
}
