import { createFunction } from '../shared/function';
import { openContext } from '../shared/platform';
import { actions } from './actions';

export const main = createFunction(actions, openContext);
