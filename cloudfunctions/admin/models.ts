import type { Context } from '../shared/context';
import type { Model, ModelWeek } from '../shared/contracts/provider';
import { maxAttemptsSeen } from '../shared/data/overview/model-weeks';
import { sumWeek } from '../shared/domain/overview/model-week';
import { toDuration } from '../shared/domain/overview/figures';
import { configuredCapabilities, hasWorked } from '../shared/domain/provider/api-config';
import type { ApiConfig } from '../shared/domain/provider/api-config';
import { healthy, readiness } from '../shared/domain/tasks/health';
import type { ProviderHealth } from '../shared/domain/tasks/health';
import { openPrivate } from '../shared/views';

type ListNeeds = Pick<Context, 'apiConfigs' | 'clock' | 'files' | 'log' | 'providers' | 'tasks'>;

const weekMs = 7 * 24 * 3_600_000;

/** All readable models, by capability and descending priority. */
export async function listModels(needs: ListNeeds): Promise<Model[]> {
  const { apiConfigs, tasks } = needs;
  const [health, ...lists] = await Promise.all([
    tasks.health.list(),
    ...configuredCapabilities.map((capability) => apiConfigs.list(capability)),
  ]);
  const configs = lists.flat();
  const urls = await openPrivate(
    configs.flatMap(({ lastTest }) => lastTest?.fileId ?? []),
    needs,
  );
  return configs.map((config) => {
    const standing = health.get(config.provider) ?? healthy(config.provider);
    return toModel(config, standing, urls, needs);
  });
}

function toModel(
  config: ApiConfig,
  health: ProviderHealth,
  urls: (fileId: string) => string,
  { clock, providers }: ListNeeds,
): Model {
  const { id: configId, provider, capability, model, mode, region, deadlineSeconds } = config;
  const { priority, weight, maxConcurrent, perMinute, isActive, priceFen, version } = config;
  const { failures, cooldownUntil, reason } = health;
  const isCooling = readiness(health, clock.now()) !== 'ready';
  const hasKey = providers.vendor(provider) !== null;
  return {
    ...{ configId, provider, capability, model, mode, region, deadlineSeconds, priceFen, version },
    settings: { priority, weight, maxConcurrent, perMinute, isActive },
    state: !isActive ? 'off' : !hasKey ? 'withoutKey' : isCooling ? 'cooling' : 'working',
    health: { failures, cooldownUntil: cooldownUntil?.toISOString() ?? null, reason },
    test: toTest(config, urls),
    hasWorked: hasWorked(config),
  };
}

function toTest({ id, lastTest }: ApiConfig, urls: (fileId: string) => string): Model['test'] {
  if (lastTest === undefined) return null;
  const { model, state, startedAt, endedAt, costFen, fileId, problem } = lastTest;
  const imageUrl = fileId === '' ? '' : urls(fileId);
  return {
    ...{ configId: id, model, state, costFen, startedAt: startedAt.toISOString() },
    ...(endedAt === undefined ? {} : { endedAt: endedAt.toISOString() }),
    ...(imageUrl === '' ? {} : { imageUrl }),
    ...(problem === '' ? {} : { problem }),
  };
}

/**
 * The results of a model's week: from its orders, or for text to image, which records none, from the works of its vendor. Null if
 * neither is recorded.
 */
export async function readWeek(
  { configId, provider, capability, model, priceFen }: Model,
  { clock, modelWeeks, works }: Pick<Context, 'clock' | 'modelWeeks' | 'works'>,
): Promise<ModelWeek | null> {
  const since = new Date(clock.now().getTime() - weekMs);
  if (capability === 'text2img') {
    const { successes, failures } = await works.countOutcomes(`${provider}:${model}`, since);
    return {
      ...{ attempts: successes + failures, usable: successes, medianMs: null, isCut: false },
      fenPerUsable: successes === 0 ? null : priceFen,
    };
  }
  if (capability !== 'edit' && capability !== 'tryon') return null;
  const [groups, durations] = await Promise.all([
    modelWeeks.groupAttempts(configId, since),
    modelWeeks.durations(configId, since),
  ]);
  return {
    ...sumWeek(groups),
    medianMs: toDuration(durations)?.medianMs ?? null,
    isCut: groups.reduce((sum, { count }) => sum + count, 0) >= maxAttemptsSeen,
  };
}
