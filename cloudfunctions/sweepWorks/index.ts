import { openTimer } from '../shared/platform';
import { createTimer } from '../shared/timer';
import { sweep } from './sweep';

export const main = createTimer(sweep, openTimer);
