import type { ApiConfig } from '../../domain/provider/api-config';
import { capabilityOf } from '../../domain/tasks/job';
import type { TaskType } from '../../domain/tasks/task-type';
import { earlier } from '../../domain/time/due';
import { coolUntil, healthy, readiness } from '../../domain/tasks/health';
import type { WorkNeeds } from './needs';

type CapacityNeeds = Pick<WorkNeeds, 'apiConfigs' | 'clock' | 'providers' | 'tasks'>;

/** Models that are switched on and whose vendor has an adapter with a key. */
export async function usableConfigs(
  type: TaskType,
  { apiConfigs, providers }: Pick<CapacityNeeds, 'apiConfigs' | 'providers'>,
): Promise<ApiConfig[]> {
  const configs = await apiConfigs.list(capabilityOf(type));
  return configs.filter(
    ({ isActive, provider }) => isActive && providers.vendor(provider) !== null,
  );
}

/** When all slots are taken: one may be freed at any moment. */
const fullMs = 3_000;
const noModelMs = 60_000;

/** `room`: how many orders models of this kind can take now; if 0, `readyAt` is when to look again. */
export type Capacity = { room: number; readyAt: Date };

/** Avoids claims that would be given back at once. */
export async function capacityOf(type: TaskType, needs: CapacityNeeds): Promise<Capacity> {
  const { clock, tasks } = needs;
  const [configs, health] = await Promise.all([usableConfigs(type, needs), tasks.health.list()]);
  const now = clock.now();
  const after = (ms: number) => new Date(now.getTime() + ms);
  const each = await Promise.all(
    configs.map(async ({ id, provider, maxConcurrent, perMinute }): Promise<Capacity> => {
      const state = health.get(provider) ?? healthy(provider);
      const coolsUntil = coolUntil(state, now);
      if (coolsUntil !== null) return { room: 0, readyAt: coolsUntil };
      const free = await tasks.slots.room(id, { max: maxConcurrent, perMinute });
      const room = readiness(state, now) === 'probe' ? Math.min(1, free) : free;
      return { room, readyAt: after(fullMs) };
    }),
  );
  const nothing: Capacity = { room: 0, readyAt: after(noModelMs) };
  return each.reduce(
    (sum, one) => ({
      room: sum.room + one.room,
      readyAt: earlier(sum.readyAt, one.readyAt) ?? one.readyAt,
    }),
    nothing,
  );
}
