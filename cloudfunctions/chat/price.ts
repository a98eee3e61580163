import type { ChatModel } from '../shared/domain/chat/model';
import { priceApOf } from '../shared/domain/chat/price';

/**
 * What an answer costs: the price of the first model, whichever answers in the end. The user sees it before asking, and
 * that another one has to step in is not their doing. Without a model nothing can be asked, so the price does not matter.
 */
export function priceOf([model]: readonly ChatModel[]): number {
  return model === undefined ? 1 : priceApOf(model.name);
}
