import type { ChatModel } from '../shared/domain/chat/model';
import { priceApOf } from '../shared/domain/chat/price';

/**
 * The price of an answer is that of the first model, whichever model answers: the user sees the price before asking and does not
 * choose the fallback. Without a model nothing can be asked, so the price does not matter.
 */
export function priceOf([model]: readonly ChatModel[]): number {
  return model === undefined ? 1 : priceApOf(model.name);
}
