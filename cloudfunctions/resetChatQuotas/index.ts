import { createFunction } from '../shared/function';
import { withHttpAccess } from '../shared/http-access';
import { isTimer, openContext, openTimer } from '../shared/platform';
import { createTimedFunction, createTimer } from '../shared/timer';
import { actions } from './actions';
import { resetDue } from './reset';

export const main = createTimedFunction(
  isTimer,
  createTimer(resetDue, openTimer),
  withHttpAccess(createFunction(actions, openContext)),
);
