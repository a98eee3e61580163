import type { FaultMeaning } from '../../cloudfunctions/shared/domain/provider/fault';
import {
  createClassifier,
  faultOfTransport,
  meaning,
} from '../../cloudfunctions/shared/providers/fault';
import { classify } from '../../cloudfunctions/shared/providers/zhipu/errors';

type MeaningName = keyof typeof meaning;
const nameOf = ({ state, ...fault }: FaultMeaning & { providerCode: string }): string => {
  const { reason, at, maxAttempts, isAnswered } = fault as Record<string, unknown>;
  const wanted = JSON.stringify({ state, reason, at, maxAttempts, isAnswered });
  const found = Object.entries<FaultMeaning>(meaning).find(([, known]) => {
    const { reason: r, at: a, maxAttempts: m, isAnswered: i } = known as Record<string, unknown>;
    return (
      wanted ===
      JSON.stringify({ state: known.state, reason: r, at: a, maxAttempts: m, isAnswered: i })
    );
  });
  return found?.[0] ?? 'none';
};

describe('the errors of Zhipu', () => {
  it.each<[string, number, MeaningName]>([
    ['500', 500, 'again'],
    ['1000', 401, 'disabled'],
    ['1001', 401, 'disabled'],
    ['1002', 401, 'disabled'],
    ['1003', 401, 'disabled'],
    ['1004', 401, 'disabled'],
    ['1100', 500, 'againOnce'],
    ['1110', 429, 'disabled'],
    ['1111', 429, 'disabled'],
    ['1112', 429, 'disabled'],
    ['1113', 429, 'disabled'],
    ['1120', 500, 'again'],
    ['1121', 429, 'disabled'],
    ['1200', 500, 'againOnce'],
    ['1210', 400, 'ourDefect'],
    ['1211', 400, 'ourDefect'],
    ['1212', 400, 'ourDefect'],
    ['1213', 400, 'ourDefect'],
    ['1214', 400, 'ourDefect'],
    ['1215', 400, 'ourDefect'],
    ['1220', 434, 'disabled'],
    ['1221', 404, 'disabled'],
    ['1222', 404, 'disabled'],
    ['1230', 500, 'again'],
    ['1231', 400, 'unknown'],
    ['1234', 500, 'again'],
    ['1261', 400, 'tooLong'],
    ['1300', 400, 'contentRefused'],
    ['1301', 400, 'contentRefused'],
    ['1302', 429, 'again'],
    ['1303', 429, 'again'],
    ['1304', 429, 'other'],
    ['1305', 429, 'again'],
    ['1308', 429, 'other'],
    ['1309', 429, 'disabled'],
    ['1310', 429, 'other'],
    ['1311', 429, 'disabled'],
    ['1312', 429, 'other'],
    ['1313', 429, 'disabled'],
  ])('code %s with status %d is %s', (code, status, name) => {
    const fault = classify({ status, code });

    expect(nameOf(fault)).toBe(name);
    expect(fault).toMatchObject({ providerCode: code, httpStatus: status });
  });

  it.each<[number, MeaningName]>([
    [200, 'unknown'],
    [302, 'disabled'],
    [400, 'ourDefect'],
    [401, 'disabled'],
    [403, 'disabled'],
    [404, 'disabled'],
    [408, 'unknown'],
    [418, 'ourDefect'],
    [429, 'again'],
    [434, 'disabled'],
    [500, 'again'],
    [502, 'again'],
    [503, 'again'],
    [504, 'unknown'],
    [524, 'unknown'],
  ])('status %d without a known code is %s', (status, name) => {
    for (const code of [null, '99999', 'constructor', '__proto__']) {
      expect(nameOf(classify({ status, code }))).toBe(name);
    }
  });

  it('names the status when the body names no code', () => {
    expect(classify({ status: 502, code: null }).providerCode).toBe('http-502');
  });

  it('carry Retry-After in seconds; other forms are ignored', () => {
    const retryAfterMs = (retryAfter: string) =>
      classify({ status: 429, code: '1302', retryAfter }).retryAfterMs;

    expect(retryAfterMs('3')).toBe(3000);
    expect(retryAfterMs('Sat, 21 Nov 2026 00:00:00 GMT')).toBeUndefined();
  });
});

describe('a classifier', () => {
  it('goes by the code, then by the status of its vendor, then by the general status', () => {
    const table = createClassifier({ Throttling: meaning.again }, { '402': meaning.disabled });

    expect(nameOf(table({ status: 402, code: 'Throttling' }))).toBe('again');
    expect(nameOf(table({ status: 402, code: 'Other' }))).toBe('disabled');
    expect(nameOf(table({ status: 400, code: 'Other' }))).toBe('ourDefect');
  });
});

describe('faultOfTransport', () => {
  it.each([
    ['ECONNREFUSED', 'connect', 'again'],
    ['ENOTFOUND', 'getaddrinfo', 'again'],
    ['EAI_AGAIN', 'getaddrinfo', 'again'],
    ['ETIMEDOUT', 'connect', 'again'],
    ['ECONNRESET', 'read', 'unknown'],
    ['ECONNABORTED', undefined, 'unknown'],
    ['ERR_CANCELED', undefined, 'unknown'],
  ])('of %s at %s is %s', (code, syscall, name) => {
    const error = Object.assign(new Error('x'), { code, syscall });
    expect(nameOf(faultOfTransport(error))).toBe(name);
  });

  it('looks at the cause inside an error of the HTTP client', () => {
    const cause = Object.assign(new Error('x'), { code: 'ETIMEDOUT', syscall: 'connect' });
    const error = Object.assign(new Error('y', { cause }), { code: 'ERR_NETWORK' });
    expect(faultOfTransport(error)).toMatchObject({ state: 'retry', providerCode: 'ETIMEDOUT' });
  });

  it('takes anything else for an unknown outcome', () => {
    expect(faultOfTransport('x')).toMatchObject({
      state: 'unknown',
      providerCode: 'no-answer',
    });
  });
});
