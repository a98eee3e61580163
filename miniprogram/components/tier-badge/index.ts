import { levelLabel, tierLabel } from '../../utils/labels';
import { joined } from '../../utils/names';

/** `免费用户`, `会员`, `管理员`; with the level of a membership: `会员 · 进阶版`. */
Component({
  properties: {
    tier: { type: String, value: 'free' },
    level: { type: String, value: 'free' },
  },

  data: { name: '' },

  observers: {
    'tier, level'(tier: Parameters<typeof tierLabel>[0], level: Parameters<typeof levelLabel>[0]) {
      this.setData({ name: joined(tierLabel(tier), level === 'free' ? '' : levelLabel(level)) });
    },
  },
});
