import { createFunction } from '../shared/function';
import { withHealth } from '../shared/health';
import { openContext, openHealthProbe } from '../shared/platform';
import * as sharing from './sharing';
import * as works from './actions';

export const main = withHealth(
  createFunction({ ...works, ...sharing }, openContext),
  openHealthProbe,
);
