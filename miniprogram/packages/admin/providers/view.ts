import type { Model } from '../../../../cloudfunctions/shared/contracts/provider';
import { moneyName } from '../../../utils/money';
import { joined } from '../../../utils/names';
import { capabilityName, stateName, stateTone, vendorName } from '../model-words';
import type { Tone } from '../order-words';

export type ModelRow = {
  configId: string;
  title: string;
  model: string;
  line: string;
  tag: string;
  tone: Tone;
};
export type Group = { name: string; rows: ModelRow[] };

/** Models by capability, each group in the order in which the router tries them. */
export function toGroups(models: readonly Model[]): Group[] {
  const capabilities = models
    .map(({ capability }) => capability)
    .filter((capability, index, all) => all.indexOf(capability) === index);
  return capabilities.map((capability) => ({
    name: capabilityName(capability),
    rows: models.filter((model) => model.capability === capability).map(toModelRow),
  }));
}

function toModelRow({ configId, provider, model, settings, priceFen, state }: Model): ModelRow {
  return {
    ...{ configId, model, title: vendorName(provider) },
    line: joined(
      `优先级 ${settings.priority}`,
      `权重 ${settings.weight}`,
      priceFen > 0 ? `每张 ${moneyName(priceFen)}` : '免费',
    ),
    ...{ tag: stateName(state), tone: stateTone(state) },
  };
}
