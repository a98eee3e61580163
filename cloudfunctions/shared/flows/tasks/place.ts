import type { ApiConfig } from '../../domain/provider/api-config';
import type { Provider } from '../../domain/provider/port';
import { coolUntil, healthy, readiness } from '../../domain/tasks/health';
import type { Job } from '../../domain/tasks/job';
import { holderOf } from '../../domain/tasks/slots';
import { earlier } from '../../domain/time/due';
import type { WorkNeeds } from './needs';
import type { StepOptions } from './step';

/** A model that may be asked now, with its slots taken and the order counted. */
export type Place = { config: ApiConfig; provider: Provider; deadline: Date };

/** How long starting a task may take at an asynchronous vendor. */
export const asyncStartMs = 10_000;
const minAsyncMs = 4_000;
/** Time reserved for recording the outcome. */
export const recordMs = 2_000;
const maxVendorMs = 15 * 60_000;
/** When all slots are taken: they are released at any moment. */
const fullMs = 4_000;
/** When no model is usable: it takes an operator, who switches one on or tests it. */
const noModelMs = 60_000;

/** No model has a free slot; `readyAt`: when to look again. */
type NoPlace = { readyAt: Date };

/** Takes a slot at the first model that has a free one. */
export async function choosePlace(
  job: Job,
  models: readonly ApiConfig[],
  needs: WorkNeeds,
  { until }: StepOptions,
): Promise<Place | 'noBudget' | NoPlace> {
  const { clock, providers, tasks } = needs;
  const after = (ms: number) => new Date(clock.now().getTime() + ms);
  let readyAt = after(noModelMs);
  const lookAgain = (at: Date) => (readyAt = earlier(readyAt, at) ?? at);
  const health = await tasks.health.list();
  const holder = holderOf(job.id, job.attempts);
  for (const config of models) {
    const { id, isActive, deadlineSeconds, maxConcurrent, mode, perMinute, priceFen } = config;
    const provider = providers.vendor(config.provider, job.trace);
    if (!isActive || provider === null) continue;
    const now = clock.now();
    const remainingMs = until.getTime() - now.getTime();
    const neededMs = mode === 'sync' ? deadlineSeconds * 1000 : minAsyncMs;
    const state = health.get(config.provider) ?? healthy(config.provider);
    const ready = readiness(state, now);
    // A run without enough time for the call leaves the job to the next run.
    const hasTime = remainingMs >= neededMs + recordMs;
    lookAgain(coolUntil(state, now) ?? (hasTime ? after(fullMs) : until));
    if (ready === 'cooling' || !hasTime) continue;
    const deadline = new Date(now.getTime() + Math.min(maxVendorMs, deadlineSeconds * 1000));
    const wanted = { configId: id, holder };
    const slot = await tasks.slots.takeConcurrent({
      ...wanted,
      ...{ max: maxConcurrent, until: deadline },
    });
    if (slot === null) continue;
    const start = await tasks.slots.takeMinute({ ...wanted, max: perMinute });
    const mayStart = start !== null && (ready === 'ready' || (await tasks.health.probe(state)));
    if (!mayStart) {
      await tasks.slots.release(id, holder);
      continue;
    }
    if (await tasks.budget.spend(holder, priceFen)) return { config, provider, deadline };
    await tasks.slots.release(id, holder);
    return 'noBudget';
  }
  return { readyAt };
}
