import { StubError } from '../http/vendor';

/** Codes of Ark, https://www.volcengine.com/docs/82379/1299023, with their HTTP statuses. */
export const errors: Record<string, { status: number; message: string }> = {
  MissingParameter: { status: 400, message: 'The request is missing a required parameter.' },
  InvalidParameter: { status: 400, message: 'A parameter specified in the request is not valid.' },
  'InvalidEndpoint.ClosedEndpoint': { status: 400, message: 'The endpoint is currently closed.' },
  InputTextSensitiveContentDetected: {
    status: 400,
    message: 'The input text may contain sensitive information.',
  },
  InputImageSensitiveContentDetected: {
    status: 400,
    message: 'The input image may contain sensitive information.',
  },
  OutputImageSensitiveContentDetected: {
    status: 400,
    message: 'The output image may contain sensitive information.',
  },
  InputTextRiskDetection: { status: 400, message: 'The input text includes sensitive content.' },
  InputImageRiskDetection: { status: 400, message: 'The input image includes sensitive content.' },
  AuthenticationError: { status: 401, message: 'The API key is missing or invalid.' },
  AccountOverdueError: { status: 403, message: 'Your account has an overdue balance.' },
  AccessDenied: { status: 403, message: 'You do not have access to the requested resource.' },
  OperationDenied: { status: 403, message: 'The operation is denied.' },
  'InvalidEndpointOrModel.NotFound': { status: 404, message: 'The model does not exist.' },
  ModelNotOpen: { status: 404, message: 'Your account has not activated the model.' },
  RateLimitExceeded: { status: 429, message: 'The requests exceeded the rate limit.' },
  ModelAccountRpmRateLimitExceeded: { status: 429, message: 'Requests per minute exceeded.' },
  ModelAccountIpmRateLimitExceeded: { status: 429, message: 'Images per minute exceeded.' },
  QuotaExceeded: { status: 429, message: 'The quota of your account is used up.' },
  SetLimitExceeded: {
    status: 429,
    message: 'Your account reached the set inference limit: Safe Experience Mode.',
  },
  ServerOverloaded: { status: 429, message: 'The service is currently overloaded.' },
  InternalServiceError: { status: 500, message: 'The service encountered an internal error.' },
};

export function seedreamError(code: string, message = errors[code]?.message ?? 'Error'): StubError {
  return new StubError(code, errors[code]?.status ?? 500, message, (requestId) => ({
    error: { code, message: `${message} Request id: ${requestId}`, param: '', type: 'BadRequest' },
  }));
}
