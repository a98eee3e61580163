import { openInspection } from '../shared/platform';
import { createTimer } from '../shared/timer';
import { inspect } from './inspect';

export const main = createTimer(inspect, openInspection);
