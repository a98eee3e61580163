import { defineAction } from '../../shared/action';
import { admin } from '../../shared/contracts/admin';
import { readFigures } from '../figures';
import { findSymptoms } from '../symptoms';

export const getOverview = defineAction(admin.getOverview, {
  access: 'support',
  async run(_, context) {
    const now = context.clock.now();
    const figures = await readFigures(context, now);
    return { at: now.toISOString(), ...figures, alarms: findSymptoms(figures, now) };
  },
});
