import type { Outage, Scenario } from './scenario';
import { providerFaults } from './world/faults';
import type { CloudFault, FaultName, FaultPoint, Plan } from './world/faults';
import { createRandom } from './world/random';
import type { Random } from './world/random';
import type { FiredFault } from './world/faults';

/** Faults drawn from the seed: for each call its own, whatever else happens. */
export function planOf(scenario: Scenario): Plan {
  return (point) => outageAt(scenario.outages, point) ?? drawn(scenario, point);
}

/** Exactly these faults, where they struck before; for shrinking. */
export function planOfFaults(scenario: Scenario, faults: readonly FiredFault[]): Plan {
  const known = new Map(faults.map(({ key, nth, fault }) => [`${key}/${nth}`, fault]));
  return (point) =>
    outageAt(scenario.outages, point) ?? known.get(`${point.key}/${point.nth}`) ?? null;
}

function drawn({ seed, faultRate }: Scenario, point: FaultPoint): FaultName | null {
  if (faultRate === 0) return null;
  const random = createRandom(seed, point.key, point.nth, 3);
  // The provider is asked once where the cloud is asked ten times.
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

function providerFault(random: Random, { operation }: FaultPoint): FaultName | null {
  if (random.chance(0.1)) return random.pick(['kill', 'kill-after'] as const);
  if (operation === 'picture') return random.chance(0.3) ? 'provider:unreachable' : null;
  return `provider:${random.pick(providerFaults)}`;
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
  // Bytes travel outside the protocol, so the gateway's own words do not stand in their answers.
  return operation === 'upload' && /^(refuse|html|empty)/.test(struck) ? 'fail-before' : struck;
}

const writes = new Set(['add', 'set', 'update', 'remove', 'commit']);

export function outageAt(outages: readonly Outage[], point: FaultPoint): FaultName | null {
  const outage = outages.find(
    ({ from, until, what }) =>
      point.elapsed >= from && point.elapsed < until && concerns(what, point),
  );
  if (outage === undefined) return null;
  if (outage.what === 'provider') return 'provider:unreachable';
  return point.operation === 'upload' ? 'fail-before' : outage.how;
}

function concerns(what: Outage['what'], point: FaultPoint): boolean {
  const { service, operation, collection } = point;
  const isWrite = writes.has(operation);
  switch (what) {
    case 'works':
    case 'users':
      return collection === what;
    case 'backup':
      return collection === 'emergency_backup';
    case 'works-writes':
      return collection === 'works' && isWrite;
    case 'works-and-backup-writes':
      return (collection === 'works' || collection === 'emergency_backup') && isWrite;
    case 'database':
      return service === 'database';
    case 'storage':
      return service === 'storage';
    case 'moderation':
      return service === 'openapi';
    case 'provider':
      return service === 'provider';
  }
}
