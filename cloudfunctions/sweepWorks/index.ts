import { withHealth } from '../shared/health';
import { openHealthProbe, openTimer } from '../shared/platform';
import { createTimer } from '../shared/timer';
import { sweep } from './sweep';

export const main = withHealth(createTimer(sweep, openTimer), openHealthProbe);
