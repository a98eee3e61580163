import { readStored } from '../../utils/storage';

/** What is bought, as the page shows it. */
export type Purchase = {
  packageId: string;
  name: string;
  priceFen: number;
  /** Credits with their bonus; 0 for a membership. */
  credits: number;
};

/** An order placed on this phone whose outcome is still unknown. */
export type Pending = Purchase & { orderId: string; startedAt: number; isPaid: boolean };

const key = 'wallet.pending';

export function readPending(): Pending | null {
  return readStored(key, isPending);
}

export function keepPending(pending: Pending | null): void {
  if (pending === null) wx.removeStorageSync(key);
  else wx.setStorageSync(key, pending);
}

function isPending(value: unknown): value is Pending {
  if (typeof value !== 'object' || value === null) return false;
  const { orderId, name, priceFen, credits, startedAt } = value as Partial<Pending>;
  return (
    typeof orderId === 'string' &&
    typeof name === 'string' &&
    [priceFen, credits, startedAt].every((field) => typeof field === 'number')
  );
}
