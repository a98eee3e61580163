import { withHealth } from '../shared/health';
import { openHealthProbe, openTimer } from '../shared/platform';
import { createTimer } from '../shared/timer';
import { syncQuotas } from './sync-quotas';

export const main = withHealth(createTimer(syncQuotas, openTimer), openHealthProbe);
