import type { Command } from './commands/all';
import type { CloudFault, FaultName, FaultPoint } from './world/faults';
import type { Random } from './world/random';

type Part = { share: number; concerns(point: FaultPoint): boolean };

const writes = new Set(['add', 'set', 'update', 'remove', 'commit']);
const isIn = (point: FaultPoint, ...collections: string[]): boolean =>
  point.collection !== undefined && collections.includes(point.collection);
const isWrite = ({ operation }: FaultPoint): boolean => writes.has(operation);

/** Parts of the cloud that can fail independently, with the relative frequency of each. */
const parts = {
  'works-writes': { share: 3, concerns: (point) => isIn(point, 'works') && isWrite(point) },
  'works-and-backup-writes': {
    share: 1,
    concerns: (point) => isIn(point, 'works', 'emergency_backup') && isWrite(point),
  },
  works: { share: 1, concerns: (point) => isIn(point, 'works') },
  backup: { share: 1, concerns: (point) => isIn(point, 'emergency_backup') },
  users: { share: 1, concerns: (point) => isIn(point, 'users') },
  database: { share: 1, concerns: ({ service }) => service === 'database' },
  storage: { share: 1, concerns: ({ service }) => service === 'storage' },
  moderation: { share: 1, concerns: ({ service }) => service === 'openapi' },
  provider: { share: 1, concerns: ({ service }) => service === 'provider' },
} as const satisfies Record<string, Part>;

type PartName = keyof typeof parts;
const partNames = Object.keys(parts) as PartName[];

/** A period in which a part of the cloud is down. */
export type Outage = {
  id: number;
  from: number;
  until: number;
  what: PartName;
  how: Extract<CloudFault, 'fail-before' | 'refuse-before' | 'fail-after'>;
};

/** Most outages begin during a generation: the provider takes seconds, and the records are written after it. */
export function createOutage(random: Random, commands: readonly Command[]): Outage {
  const generating = commands.filter((command) => command.do === 'generate');
  const from =
    generating.length > 0 && random.chance(0.7)
      ? random.pick(generating).at + random.between(100, 3_000)
      : random.between(0, commands.at(-1)?.at ?? 0);
  const what = random.pick(
    partNames.flatMap((name) => Array.from({ length: parts[name].share }, () => name)),
  );
  const how = random.pick(['fail-before', 'refuse-before', 'fail-after'] as const);
  return { id: 1, from, until: from + random.between(10_000, 60_000), what, how };
}

/** The fault of a call during an outage; null if the call is not affected. */
export function outageAt(outages: readonly Outage[], point: FaultPoint): FaultName | null {
  const outage = outages.find(
    ({ from, until, what }) =>
      point.elapsed >= from && point.elapsed < until && parts[what].concerns(point),
  );
  if (outage === undefined) return null;
  if (outage.what === 'provider') return 'provider:unreachable';
  return point.operation === 'upload' ? 'fail-before' : outage.how;
}
