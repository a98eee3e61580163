import { createFunction } from '../shared/function';
import { withHealth } from '../shared/health';
import { withHttpAccess } from '../shared/http-access';
import { isTimer, openContext, openHealthProbe, openTimer } from '../shared/platform';
import { createTimedFunction, createTimer } from '../shared/timer';
import { actions } from './actions';
import { resetDue } from './reset';

export const main = withHealth(
  createTimedFunction(
    isTimer,
    createTimer(resetDue, openTimer),
    withHttpAccess(createFunction(actions, openContext)),
  ),
  openHealthProbe,
);
