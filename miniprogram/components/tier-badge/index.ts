import { levelNames } from '../../utils/membership';
import { joined } from '../../utils/names';
import { tierNames } from '../../utils/usage';
import type { TierName } from '../../utils/usage';

/** `免费用户`, `会员`, `管理员`; with a level that was bought also its name: `会员 · 进阶版`. */
Component({
  properties: {
    tier: { type: String, value: 'free' },
    level: { type: String, value: 'free' },
  },

  data: { name: '' },

  observers: {
    'tier, level'(tier: TierName, level: keyof typeof levelNames) {
      this.setData({ name: joined(tierNames[tier], level === 'free' ? '' : levelNames[level]) });
    },
  },
});
