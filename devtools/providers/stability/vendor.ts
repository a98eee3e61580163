import { orderBehaviours } from '../http/orders';
import type { Vendor } from '../http/vendor';
import { errors, stabilityError } from './errors';

export const stability: Vendor = {
  name: 'Stability',
  codes: Object.keys(errors),
  errorOf: stabilityError,
  errors: {
    noKey: () => stabilityError('unauthorized'),
    wrongKey: () => stabilityError('unauthorized'),
    badBody: () => stabilityError('bad_request', 'content-type: must be multipart/form-data'),
    tooMany: () => stabilityError('rate_limit_exceeded'),
    unknownPath: () => stabilityError('not_found'),
  },
  missing: (field) => stabilityError('bad_request', `${field}: is required`),
  illegal: (field) => stabilityError('bad_request', `${field}: is not valid`),
  behaviours: {
    ...orderBehaviours,
    'content-filtered': 'answers 200 with a picture, finish_reason CONTENT_FILTERED',
    'no-image': 'answers 200 without a picture',
  },
};
