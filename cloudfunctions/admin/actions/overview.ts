import { defineAction } from '../../shared/action';
import { admin } from '../../shared/contracts/admin';
import { readFigures } from '../figures';

export const getOverview = defineAction(admin.getOverview, {
  access: 'support',
  async run(_, context) {
    const now = context.clock.now();
    const [figures, alarms] = await Promise.all([readFigures(context, now), context.alarms.list()]);
    return {
      at: now.toISOString(),
      ...figures,
      alarms: alarms
        .filter(({ isOpen }) => isOpen)
        .map(({ kind, text, since }) => ({ kind, text, since: since.toISOString() })),
    };
  },
});
