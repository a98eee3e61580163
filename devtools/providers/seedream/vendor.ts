import { orderBehaviours } from '../http/orders';
import type { Vendor } from '../http/vendor';
import { errors, seedreamError } from './errors';

export const seedream: Vendor = {
  name: 'Seedream',
  codes: Object.keys(errors),
  errorOf: seedreamError,
  errors: {
    noKey: () => seedreamError('AuthenticationError'),
    wrongKey: () => seedreamError('AuthenticationError'),
    badBody: () => seedreamError('InvalidParameter', 'The request body is not valid.'),
    tooMany: () => seedreamError('RateLimitExceeded'),
    unknownPath: () => seedreamError('InvalidEndpointOrModel.NotFound'),
  },
  missing: (field) => seedreamError('MissingParameter', `The request is missing ${field}.`),
  illegal: (field) => seedreamError('InvalidParameter', `The parameter ${field} is not valid.`),
  behaviours: {
    ...orderBehaviours,
    'item-error=<code>': 'answers 200 with an item that is this error; nothing is charged for it',
    'empty-data': 'answers 200 with data: []',
    'no-url': 'answers 200 with data: [{}]',
  },
};
