import { withHealth } from '../shared/health';
import { openHealthProbe, openInspection } from '../shared/platform';
import { createTimer } from '../shared/timer';
import { inspect } from './inspect';

export const main = withHealth(createTimer(inspect, openInspection), openHealthProbe);
