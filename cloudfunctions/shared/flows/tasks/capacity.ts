import type { ApiConfig } from '../../domain/provider/api-config';
import { capabilityOf } from '../../domain/tasks/job';
import type { TaskType } from '../../domain/tasks/task-type';
import { readiness } from '../../domain/tasks/health';
import type { WorkNeeds } from './needs';

type CapacityNeeds = Pick<WorkNeeds, 'apiConfigs' | 'clock' | 'providers' | 'tasks'>;

/** Models that are switched on and have an adapter with a key. */
export async function usableConfigs(
  type: TaskType,
  { apiConfigs, providers }: Pick<CapacityNeeds, 'apiConfigs' | 'providers'>,
): Promise<ApiConfig[]> {
  const configs = await apiConfigs.list(capabilityOf(type));
  return configs.filter(
    ({ isActive, provider }) => isActive && providers.vendor(provider) !== null,
  );
}

/** Whether some model of this kind could be asked now. Saves claims that would be given back at once. */
export async function hasCapacity(type: TaskType, needs: CapacityNeeds): Promise<boolean> {
  const { clock, tasks } = needs;
  const [configs, health] = await Promise.all([usableConfigs(type, needs), tasks.health.list()]);
  for (const { id, provider, maxConcurrent, perMinute } of configs) {
    const state = health.get(provider);
    if (state !== undefined && readiness(state, clock.now()) === 'cooling') continue;
    if ((await tasks.slots.room(id, { max: maxConcurrent, perMinute })) > 0) return true;
  }
  return false;
}
