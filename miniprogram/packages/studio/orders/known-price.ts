import { knownPrices } from '../../../services/ai-generate';
import { currentUser } from '../../../services/session';
import { priceOf } from '../../../utils/price';

/** Credits for one picture of the studio; null while the cloud has not named it. */
export function knownUnitPrice(): number | null {
  return priceOf(knownPrices(), currentUser()?.tier);
}
