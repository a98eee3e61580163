import { orderBehaviours } from '../http/orders';
import type { Vendor } from '../http/vendor';
import { errors, tencentError } from './errors';

export const tencent: Vendor = {
  name: 'Tencent',
  codes: Object.keys(errors),
  errorOf: tencentError,
  errors: {
    noKey: () => tencentError('401002', 'api key is required'),
    wrongKey: () => tencentError('401002'),
    badBody: () => tencentError('400004'),
    tooMany: () => tencentError('429001'),
    unknownPath: () => tencentError('400002', 'unknown path'),
  },
  missing: (field) => tencentError('400001', `invalid parameter '${field}': ${field} is required`),
  illegal: (field) => tencentError('400001', `invalid parameter '${field}'`),
  behaviours: {
    ...orderBehaviours,
    'error-in-200=<code>': 'answers 200 with this error in place of a picture',
    'content-warning': 'answers 200 with a text that refuses, in place of a picture',
    'no-image': 'answers 200 without a picture',
  },
};
