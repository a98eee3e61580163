import { createFunction } from '../shared/function';
import { withHealth } from '../shared/health';
import { openContext, openHealthProbe } from '../shared/platform';
import * as actions from './actions';

export const main = withHealth(createFunction(actions, openContext), openHealthProbe);
