import type { ApiConfig } from '../provider/api-config';
import type { Attempt } from './attempt';
import type { JobInputs } from './job';
import { assetIdsOf } from './job';

/** How a model answered for this job. `retry`: nothing was made, and it may work later. */
export type TriedModel = { configId: string; outcome: 'retry' | 'failed' };

export function toTried({ configId, outcome }: Pick<Attempt, 'configId' | 'outcome'>): TriedModel {
  return { configId, outcome: outcome === 'retry' || outcome === 'notSent' ? 'retry' : 'failed' };
}

/** Null if the model may make the picture, else the reason. Photos of persons stay in the country. */
export function unfitFor(config: ApiConfig, inputs: JobInputs): string | null {
  if (!config.isActive) return 'inactive';
  if (inputs.type === 'fitting' && config.region !== 'cn') return 'abroad';
  if (inputs.type === 'fitting') return null;
  if (config.maxRefs > 0 && assetIdsOf(inputs).length > config.maxRefs) return 'too many pictures';
  return config.sizes.length === 0 || config.sizes.includes(inputs.size) ? null : 'size';
}

/** The order in which models are asked: by descending priority, drawn by weight within one priority. */
export function drawCandidates(
  configs: readonly ApiConfig[],
  inputs: JobInputs,
  random: () => number,
): string[] {
  const fit = configs.filter((config) => unfitFor(config, inputs) === null);
  const priorities = [...new Set(fit.map(({ priority }) => priority))].sort((a, b) => b - a);
  return priorities.flatMap((priority) =>
    drawByWeight(
      fit.filter((config) => config.priority === priority),
      random,
    ),
  );
}

function drawByWeight(configs: readonly ApiConfig[], random: () => number): string[] {
  const left = [...configs];
  const drawn: string[] = [];
  while (left.length > 0) {
    const total = left.reduce((sum, { weight }) => sum + weight, 0);
    let at = random() * total;
    let index = left.findIndex(({ weight }) => (at -= weight) < 0);
    if (index < 0) index = left.length - 1;
    drawn.push(...left.splice(index, 1).map(({ id }) => id));
  }
  return drawn;
}

/**
 * The models that may be asked now, in their order: those not asked yet; if there are none left, those that answered `retry`.
 * Empty: all have failed for good.
 */
export function eligible(candidates: readonly string[], tried: readonly TriedModel[]): string[] {
  const untried = candidates.filter((id) => !tried.some(({ configId }) => configId === id));
  if (untried.length > 0) return untried;
  return candidates.filter((id) =>
    tried.every(({ configId, outcome }) => configId !== id || outcome === 'retry'),
  );
}
