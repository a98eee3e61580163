import { tierNames } from '../../utils/usage';
import type { TierName } from '../../utils/usage';

Component({
  properties: { tier: { type: String, value: 'free' } },

  data: { name: '' },

  observers: {
    tier(tier: TierName) {
      this.setData({ name: tierNames[tier] });
    },
  },
});
