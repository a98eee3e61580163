import type { CollectionTemplate } from '../../../devtools/emulator/templates';
import type { Backend } from './backend';
import type { Deployment } from './deployment';
import type { Decide, FiredFault, Plan } from './faults';
import { createGateway } from './gateway';
import { createNetwork } from './network';
import { createPlatform } from './platform';
import type { CallOutcome, FunctionCall, Platform } from './platform';
import { createProvider } from './provider';
import type { Provider } from './provider';
import { createTime } from './time';
import type { VirtualTime } from './time';

/** Above those of all commands and of the healing. */
const firstPushKey = 2_000_000;
const pushMs = 1_000;
const pushRetryMs = 5_000;
const maxPushAttempts = 4;

/** The surroundings of the functions, in a time of their own. */
export type World = {
  time: VirtualTime;
  backend: Backend;
  provider: Provider;
  call(call: FunctionCall): Promise<CallOutcome>;
  /** Faults that fired, in order. */
  fired: FiredFault[];
  /** Requests that functions made on the cloud and on the provider. */
  readonly requests: number;
  /** What functions printed, newest last; only with `keepsLogs`. */
  logs: string[];
  stopFaults(): void;
  /** Waits until no pushed message is on its way. */
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
};

export function createWorld({
  deployment,
  templates,
  seed,
  startAt,
  plan,
  isJournaled,
  keepsLogs = false,
}: WorldOptions): World {
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
  });
  const network = createNetwork({ time, gateway, provider, decide });
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

  /** WeChat repeats a push until it is answered with success, and gives up. */
  async function push(message: Record<string, unknown>): Promise<void> {
    pushesInFlight += 1;
    for (let attempt = 1; attempt <= maxPushAttempts; attempt += 1) {
      await time.sleep(attempt === 1 ? pushMs : pushRetryMs);
      const call = { name: 'push', event: message, openid: null, key: (pushKey += 1) };
      const outcome = await platform.call(call);
      if (outcome.kind === 'answered' && outcome.reply === 'success') break;
    }
    pushesInFlight -= 1;
  }

  return {
    time,
    backend: gateway.backend,
    provider,
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
