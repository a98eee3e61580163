import { openTimer } from '../shared/platform';
import { createTimer } from '../shared/timer';
import { syncQuotas } from './sync-quotas';

export const main = createTimer(syncQuotas, openTimer);
