import type { Document } from '../../devtools/emulator/database/database';
import { textOf } from './checker/books';
import type { World } from './world/world';

/** The queue at one moment. `kept`: jobs that wait although a suitable model is free, as `<job>:<lease token>`. */
export type QueueLook = { at: number; kept: readonly string[] };

/** Vendors with a key. */
const vendors = ['dashscope', 'zhipu'];
const capabilities = { photography: 'edit', fitting: 'tryon' };
/** Outcomes of attempts that made nothing and allow the same model to be tried again. */
const repeatable = ['retry', 'notSent'];
const minuteMs = 60_000;

/** Computed from the rows alone, because the product's own view of free models is under test. */
export function lookAtQueue({ backend, time }: World): QueueLook {
  const { database } = backend;
  const at = time.now();
  const rows = (name: string, query: Document = {}): Document[] =>
    database.find(name, { query }).docs;
  const queued = rows('task_jobs', { state: 'queued' });
  if (queued.length === 0) return { at, kept: [] };

  const isAhead = (value: Document[string] | undefined): boolean => Number(value ?? 0) > at;
  const slots = rows('provider_slots').filter(({ until }) => isAhead(until));
  const cooling = rows('provider_health')
    .filter((row) => isAhead(row['cooldownUntil']) || isAhead(row['probeUntil']))
    .map(({ _id: id }) => textOf(id));
  const free = rows('api_configs', { isActive: true }).filter(
    ({ _id: id, provider, maxConcurrent, perMinute }) => {
      const own = slots.filter(({ configId }) => configId === id);
      const drawing = own.filter(({ kind }) => kind === 'concurrent');
      const minute = Math.floor(at / minuteMs);
      const begun = own.filter((slot) => slot['kind'] === 'minute' && slot['minute'] === minute);
      const hasRoom = drawing.length < Number(maxConcurrent) && begun.length < Number(perMinute);
      const vendor = textOf(provider);
      return hasRoom && vendors.includes(vendor) && !cooling.includes(vendor);
    },
  );
  const usable = rows('assets', { status: 'usable', removedAt: null }).map(({ _id: id }) => id);
  const attempts = rows('task_attempts');

  const kept = queued.filter((job) => {
    if (isAhead(job['leaseUntil'])) return false;
    if (!photosOf(job).every((id) => usable.includes(id))) return false;
    const capability = capabilities[job['type'] as keyof typeof capabilities];
    const tried = attempts.filter(({ workId }) => workId === job['_id']);
    const candidates = (job['candidates'] ?? []) as string[];
    const isOpen = (id: string): boolean =>
      tried.every(
        ({ configId, outcome }) => configId !== id || repeatable.includes(textOf(outcome)),
      );
    return free.some(
      (model) =>
        model['capability'] === capability &&
        isOpen(textOf(model['_id'])) &&
        (candidates.length === 0 || candidates.includes(textOf(model['_id']))),
    );
  });
  return { at, kept: kept.map((job) => `${textOf(job['_id'])}:${Number(job['leaseToken'])}`) };
}

function photosOf({ inputs }: Document): string[] {
  const { garmentAssetId, garments, personAssetId } = inputs as {
    garmentAssetId?: string;
    garments?: { assetId: string }[];
    personAssetId?: string;
  };
  const ids = [garmentAssetId, personAssetId, ...(garments ?? []).map(({ assetId }) => assetId)];
  return ids.filter((id): id is string => id !== undefined);
}
