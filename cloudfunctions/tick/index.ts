import { withHealth } from '../shared/health';
import { openHealthProbe, openTimer } from '../shared/platform';
import { createTimer } from '../shared/timer';
import { tick } from './tick';

export const main = withHealth(createTimer(tick, openTimer), openHealthProbe);
