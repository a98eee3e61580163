import { StubError } from '../http/vendor';

/** The vendor's error codes, with the HTTP status observed for each. */
export const errors: Record<string, { status: number; message: string }> = {
  '500': { status: 500, message: 'Internal error' },
  '1000': { status: 401, message: 'Authentication failed' },
  '1001': { status: 401, message: 'Authorization was not received in the header' },
  '1002': { status: 401, message: 'The Authorization token is illegal' },
  '1003': { status: 401, message: 'The Authorization token has expired' },
  '1004': { status: 401, message: 'The Authorization token could not be verified' },
  '1100': { status: 500, message: 'Account read/write error' },
  '1110': { status: 429, message: 'The account is inactive' },
  '1111': { status: 429, message: 'The account does not exist' },
  '1112': { status: 429, message: 'The account is locked' },
  '1113': { status: 429, message: 'The account is in arrears, please recharge' },
  '1120': { status: 500, message: 'The account cannot be accessed now, try again later' },
  '1121': { status: 429, message: 'The account is locked for irregular activity' },
  '1200': { status: 500, message: 'API call error' },
  '1210': { status: 400, message: 'The parameters are incorrect' },
  '1211': { status: 400, message: 'The model does not exist' },
  '1212': { status: 400, message: 'The model does not support this method' },
  '1213': { status: 400, message: 'A parameter was not received' },
  '1214': { status: 400, message: 'A parameter is illegal' },
  '1215': { status: 400, message: 'Two parameters exclude each other' },
  '1220': { status: 434, message: 'No permission to call this API' },
  '1221': { status: 404, message: 'This API has been taken offline' },
  '1222': { status: 404, message: 'This API does not exist' },
  '1230': { status: 500, message: 'API process error' },
  '1231': { status: 400, message: 'You already have this request' },
  '1234': { status: 500, message: 'Network error, try again later' },
  '1261': { status: 400, message: 'The prompt is too long' },
  '1300': { status: 400, message: 'The call was blocked by policy' },
  '1301': { status: 400, message: 'The input or the output may be unsafe or sensitive' },
  '1302': { status: 429, message: 'The account reached its rate limit' },
  '1303': { status: 429, message: 'The frequency of calls is too high' },
  '1304': { status: 429, message: 'The daily call limit is reached' },
  '1305': { status: 429, message: 'The model is overloaded, try again later' },
  '1308': { status: 429, message: 'The usage limit is reached until the next flush time' },
  '1309': { status: 429, message: 'The plan has expired' },
  '1310': { status: 429, message: 'The weekly or monthly limit is reached' },
  '1311': { status: 429, message: 'The plan does not include this model' },
  '1312': { status: 429, message: 'The model is overloaded, use another model' },
  '1313': { status: 429, message: 'The account is restricted by the fair-use policy' },
};

export function zhipuError(code: string, message = errors[code]?.message ?? 'Error'): StubError {
  // In real bodies `code` is a string, and 1301 comes with a camelCase list next to the error.
  const filter = { contentFilter: [{ level: 1, role: 'user' }] };
  return new StubError(code, errors[code]?.status ?? 500, message, (requestId) => ({
    error: { code, message },
    ...(code === '1301' ? filter : {}),
    request_id: requestId,
  }));
}

export function missing(field: string): StubError {
  return zhipuError('1213', `The parameter ${field} was not received`);
}

export function illegal(field: string): StubError {
  return zhipuError('1214', `The parameter ${field} is illegal`);
}
