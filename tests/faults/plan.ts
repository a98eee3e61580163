import { outageAt } from './outage';
import type { Scenario } from './scenario';
import {
  chatFaults,
  editFaults,
  orderFaults,
  phoneFaults,
  pollFaults,
  providerFaults,
  visionFaults,
  wechatFaults,
} from './world/faults';
import type {
  CloudFault,
  FaultName,
  FaultPoint,
  FiredFault,
  Plan,
  ProviderFault,
} from './world/faults';
import { createRandom } from './world/random';
import type { Random } from './world/random';

/** Draws the fault of each call from the seed, independently of all other calls. */
export function planOf(scenario: Scenario): Plan {
  return (point) => outageAt(scenario.outages, point) ?? drawn(scenario, point);
}

/** Repeats exactly these faults at the calls that they struck before; for shrinking. */
export function planOfFaults(scenario: Scenario, faults: readonly FiredFault[]): Plan {
  const known = new Map(faults.map(({ key, nth, fault }) => [`${key}/${nth}`, fault]));
  return (point) => {
    const fault = known.get(`${point.key}/${point.nth}`);
    const standing = fault !== undefined && canStrike(fault, point) ? fault : null;
    return outageAt(scenario.outages, point) ?? standing;
  };
}

/** After other commands were dropped, the call with this number may be a different one. */
function canStrike(fault: FaultName, { service }: FaultPoint): boolean {
  if (phoneFaults.some((name) => name === fault)) return service === 'phone';
  if (service === 'provider') return /^(provider:|kill)/.test(fault);
  return service !== 'phone' && !fault.startsWith('provider:');
}

function drawn({ seed, faultRate }: Scenario, point: FaultPoint): FaultName | null {
  if (faultRate === 0) return null;
  const random = createRandom(seed, point.key, point.nth, 3);
  // There are about ten calls to the cloud for one to the provider.
  if (!random.chance(point.service === 'provider' ? 2 * faultRate : faultRate)) return null;
  switch (point.service) {
    case 'phone':
      return random.pick(['call-lost', 'client-gone'] as const);
    case 'provider':
      return providerFault(random, point);
    default:
      return cloudFault(random, point);
  }
}

const faultsOf: Readonly<Record<string, readonly ProviderFault[]>> = {
  chat: chatFaults,
  order: orderFaults,
  edit: editFaults,
  poll: pollFaults,
  cancel: pollFaults,
  vision: visionFaults,
  wechat: wechatFaults,
};

function providerFault(random: Random, { operation }: FaultPoint): FaultName | null {
  if (random.chance(0.1)) return random.pick(['kill', 'kill-after'] as const);
  if (operation === 'picture') return random.chance(0.3) ? 'provider:unreachable' : null;
  return `provider:${random.pick<ProviderFault>(faultsOf[operation] ?? providerFaults)}`;
}

const anywhere: CloudFault[] = [
  'fail-before',
  'fail-before',
  'fail-after',
  'fail-after',
  'fail-after',
  'refuse-before',
  'refuse-after',
  'html-before',
  'empty-after',
  'slow',
  'late',
  'hang',
  'lost',
  'kill',
  'kill-after',
];

function cloudFault(random: Random, point: FaultPoint): CloudFault {
  const { operation, isInTransaction } = point;
  const more: CloudFault[] = [];
  if (isInTransaction && operation !== 'abort')
    more.push('conflict', 'conflict', 'conflict', 'busy');
  if (operation === 'add') more.push('duplicate', 'duplicate-after');
  if (operation === 'upload') more.push('partial-upload', 'killed-in-upload', 'killed-in-upload');
  const struck = random.pick([...anywhere, ...more]);
  // Uploads bypass the protocol, so they never get an error message of the gateway.
  return operation === 'upload' && /^(refuse|html|empty)/.test(struck) ? 'fail-before' : struck;
}
