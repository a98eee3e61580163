import { orderBehaviours } from '../http/orders';
import type { Vendor } from '../http/vendor';
import { dashscopeError, errors } from './errors';

export const dashscope: Vendor = {
  name: 'DashScope',
  codes: Object.keys(errors),
  errorOf: dashscopeError,
  errors: {
    noKey: () => dashscopeError('InvalidApiKey', 'No API-key provided.'),
    wrongKey: () => dashscopeError('InvalidApiKey'),
    badBody: () => dashscopeError('InvalidParameter', 'Request body format invalid'),
    tooMany: () => dashscopeError('Throttling.RateQuota'),
    unknownPath: () => dashscopeError('NotFound'),
  },
  missing: (field) => dashscopeError('InvalidParameter', `Required parameter(s) missing: ${field}`),
  illegal: (field) => dashscopeError('InvalidParameter', `The parameter ${field} is invalid`),
  behaviours: {
    ...orderBehaviours,
    'no-task': 'a task is accepted without an id',
    'empty-choices': 'answers 200 without a picture',
    'task-fail=<code>': 'the task ends as FAILED with this code, in a 200',
    'task-lost': 'the task is UNKNOWN as soon as it was accepted',
    'task-stuck': 'the task runs for ever',
    'poll-500=<polls>': 'so many polls of the task are answered 500',
    'poll-429=<polls>': 'so many polls of the task are answered 429',
    'item-error=<code>': 'one item fails beside a picture; alone where one was ordered',
  },
};
