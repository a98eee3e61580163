import type { CreditPackage } from '../../domain/wallet/package';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseCreditPackage } from '../rows/credit-package';

export function createPackageRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseCreditPackage, onInvalidRow);
  const packages = () => database.collection('credit_packages');
  return {
    /** Packages on sale, in the order of the page; malformed ones are not sold. */
    async listOffers(): Promise<CreditPackage[]> {
      const { data } = await packages()
        .where({ isActive: true })
        .orderBy('sort', 'asc')
        .limit(100)
        .get();
      return reader.readAll(data);
    },

    /** Null if it is not on sale. */
    async findOffer(packageId: string): Promise<CreditPackage | null> {
      const found = reader.readOptional((await packages().doc(packageId).get()).data);
      return found?.isActive === true ? found : null;
    },
  };
}
