import { StubError } from '../http/vendor';

/** Codes of TokenHub, https://cloud.tencent.com/document/product/1823/131595, with their HTTP statuses and types. */
export const errors: Record<string, { status: number; type: string; message: string }> = {
  '400001': { status: 400, type: 'invalid_request_error', message: 'invalid parameter' },
  '400002': { status: 400, type: 'invalid_request_error', message: 'model is not supported' },
  '400004': { status: 400, type: 'invalid_request_error', message: 'invalid request body' },
  '401002': { status: 401, type: 'authentication_error', message: 'invalid api key' },
  '401007': {
    ...{ status: 402, type: 'permission_error' },
    message: 'endpoint is inactive: FREE_QUOTA_EXHAUSTED',
  },
  '401008': { status: 402, type: 'permission_error', message: 'account is in arrears' },
  '403001': { status: 403, type: 'permission_error', message: 'access denied: client IP' },
  '403002': { status: 403, type: 'permission_error', message: 'access denied: model' },
  '403004': { status: 402, type: 'permission_error', message: 'package is used up' },
  '403005': { status: 403, type: 'permission_error', message: 'access denied' },
  '429001': {
    ...{ status: 429, type: 'rate_limit_error' },
    message: 'rate limit exceeded on dimension: rpm',
  },
  '451001': {
    ...{ status: 451, type: 'content_filter_error' },
    message: 'content was filtered by safety policy',
  },
  '500001': { status: 500, type: 'server_error', message: 'internal error' },
  '502001': { status: 502, type: 'upstream_error', message: 'provider did not answer' },
};

export function tencentError(code: string, message = errors[code]?.message ?? 'Error'): StubError {
  const { status, type } = errors[code] ?? { status: 500, type: 'server_error' };
  const source = type === 'upstream_error' ? 'upstream' : 'gateway';
  return new StubError(code, status, message, (requestId) => ({
    error: { type, code, message, source, request_id: requestId },
  }));
}
