import {
  faultOfAnswer,
  faultOfTransport,
} from '../../../cloudfunctions/shared/providers/zhipu/faults';

describe('faultOfAnswer', () => {
  it.each([
    ['500', 500, 'retrySame', 'PROVIDER_BUSY'],
    ['1000', 401, 'disable', 'PROVIDER_FAILED'],
    ['1001', 401, 'disable', 'PROVIDER_FAILED'],
    ['1002', 401, 'disable', 'PROVIDER_FAILED'],
    ['1003', 401, 'disable', 'PROVIDER_FAILED'],
    ['1004', 401, 'disable', 'PROVIDER_FAILED'],
    ['1100', 500, 'retrySame', 'PROVIDER_BUSY'],
    ['1110', 429, 'disable', 'PROVIDER_FAILED'],
    ['1111', 429, 'disable', 'PROVIDER_FAILED'],
    ['1112', 429, 'disable', 'PROVIDER_FAILED'],
    ['1113', 429, 'disable', 'PROVIDER_FAILED'],
    ['1120', 500, 'retrySame', 'PROVIDER_BUSY'],
    ['1121', 429, 'disable', 'PROVIDER_FAILED'],
    ['1200', 500, 'retrySame', 'PROVIDER_BUSY'],
    ['1210', 400, 'ourBug', 'PROVIDER_FAILED'],
    ['1211', 400, 'ourBug', 'PROVIDER_FAILED'],
    ['1212', 400, 'ourBug', 'PROVIDER_FAILED'],
    ['1213', 400, 'ourBug', 'PROVIDER_FAILED'],
    ['1214', 400, 'ourBug', 'PROVIDER_FAILED'],
    ['1215', 400, 'ourBug', 'PROVIDER_FAILED'],
    ['1220', 434, 'disable', 'PROVIDER_FAILED'],
    ['1221', 404, 'disable', 'PROVIDER_FAILED'],
    ['1222', 404, 'disable', 'PROVIDER_FAILED'],
    ['1230', 500, 'retrySame', 'PROVIDER_BUSY'],
    ['1231', 400, 'unknownOutcome', 'PROVIDER_OUTCOME_UNKNOWN'],
    ['1234', 500, 'retrySame', 'PROVIDER_BUSY'],
    ['1261', 400, 'userFault', 'PROMPT_TOO_LONG'],
    ['1300', 400, 'userFault', 'PICTURE_REFUSED'],
    ['1301', 400, 'userFault', 'PICTURE_REFUSED'],
    ['1302', 429, 'retrySame', 'PROVIDER_BUSY'],
    ['1303', 429, 'retrySame', 'PROVIDER_BUSY'],
    ['1304', 429, 'failOver', 'PROVIDER_BUSY'],
    ['1305', 429, 'retrySame', 'PROVIDER_BUSY'],
    ['1308', 429, 'failOver', 'PROVIDER_BUSY'],
    ['1309', 429, 'disable', 'PROVIDER_FAILED'],
    ['1310', 429, 'failOver', 'PROVIDER_BUSY'],
    ['1311', 429, 'disable', 'PROVIDER_FAILED'],
    ['1312', 429, 'failOver', 'PROVIDER_BUSY'],
    ['1313', 429, 'disable', 'PROVIDER_FAILED'],
  ])('of code %s with status %d is %s, %s', (code, status, kind, failure) => {
    expect(faultOfAnswer(status, code)).toMatchObject({ kind, failure, providerCode: code });
  });

  it.each([
    [200, 'unknownOutcome'],
    [302, 'disable'],
    [400, 'ourBug'],
    [401, 'disable'],
    [403, 'disable'],
    [404, 'disable'],
    [408, 'unknownOutcome'],
    [418, 'ourBug'],
    [429, 'retrySame'],
    [500, 'retrySame'],
    [502, 'retrySame'],
    [503, 'retrySame'],
    [504, 'unknownOutcome'],
    [524, 'unknownOutcome'],
  ])('of status %d without a known code is %s', (status, kind) => {
    expect(faultOfAnswer(status, null).kind).toBe(kind);
    expect(faultOfAnswer(status, '99999').kind).toBe(kind);
  });

  it('asks only once more after 1100 and 1200', () => {
    expect(faultOfAnswer(500, '1100').maxAttempts).toBe(2);
    expect(faultOfAnswer(500, '1200').maxAttempts).toBe(2);
  });

  it('reads Retry-After in seconds and ignores other forms', () => {
    expect(faultOfAnswer(429, '1302', '3').retryAfterMs).toBe(3000);
    expect(
      faultOfAnswer(429, '1302', 'Sat, 21 Nov 2026 00:00:00 GMT').retryAfterMs,
    ).toBeUndefined();
  });
});

describe('faultOfTransport', () => {
  it.each([
    ['ECONNREFUSED', 'connect', 'retrySame'],
    ['ENOTFOUND', 'getaddrinfo', 'retrySame'],
    ['EAI_AGAIN', 'getaddrinfo', 'retrySame'],
    ['ETIMEDOUT', 'connect', 'retrySame'],
    ['ECONNRESET', 'read', 'unknownOutcome'],
    ['ECONNABORTED', undefined, 'unknownOutcome'],
    ['ERR_CANCELED', undefined, 'unknownOutcome'],
  ])('of %s at %s is %s', (code, syscall, kind) => {
    const error = Object.assign(new Error('x'), { code, syscall });
    expect(faultOfTransport(error).kind).toBe(kind);
  });

  it('looks at the cause inside an error of the HTTP client', () => {
    const cause = Object.assign(new Error('x'), { code: 'ETIMEDOUT', syscall: 'connect' });
    const error = Object.assign(new Error('y', { cause }), { code: 'ERR_NETWORK' });
    expect(faultOfTransport(error)).toMatchObject({ kind: 'retrySame', providerCode: 'ETIMEDOUT' });
  });

  it('takes anything else for an unknown outcome', () => {
    expect(faultOfTransport('x')).toMatchObject({
      kind: 'unknownOutcome',
      providerCode: 'no-answer',
    });
  });
});
