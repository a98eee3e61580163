import type { WalletArea } from '../../data/wallet/area';
import type { Payments } from '../../domain/wallet/payments';
import type { ShowBalanceNeeds } from './show-balance';

export type SettleNeeds = ShowBalanceNeeds & {
  wallet: WalletArea;
  providers: { payments: Payments };
};
