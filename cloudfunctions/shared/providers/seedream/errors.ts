import * as z from 'zod';
import { createClassifier, meaning } from '../fault';

/**
 * Error codes of Ark, https://www.volcengine.com/docs/82379/1299023; those of its content checks have been renamed several times.
 */
export const classify = createClassifier({
  AuthenticationError: meaning.disabled,
  AccessDenied: meaning.disabled,
  AccountOverdueError: meaning.disabled,
  OperationDenied: meaning.disabled,
  InvalidEndpoint: meaning.disabled,
  'InvalidEndpoint.ClosedEndpoint': meaning.other,
  InvalidEndpointOrModel: meaning.disabled,
  ModelNotOpen: meaning.disabled,
  UnsupportedModel: meaning.disabled,
  // A limit set in the account's console, not load.
  SetLimitExceeded: meaning.disabled,
  MissingParameter: meaning.ourDefect,
  InvalidParameter: meaning.ourDefect,
  InvalidArgumentError: meaning.ourDefect,
  InvalidImageURL: meaning.inputRefused,
  InvalidImageDetail: meaning.inputRefused,
  InvalidPixelLimit: meaning.inputRefused,
  InputTextSensitiveContentDetected: meaning.contentRefused,
  InputImageSensitiveContentDetected: meaning.contentRefused,
  OutputTextSensitiveContentDetected: meaning.contentRefused,
  OutputImageSensitiveContentDetected: meaning.contentRefused,
  SensitiveContentDetected: meaning.contentRefused,
  InputTextRiskDetection: meaning.contentRefused,
  InputImageRiskDetection: meaning.contentRefused,
  OutputTextRiskDetection: meaning.contentRefused,
  OutputImageRiskDetection: meaning.contentRefused,
  RateLimitExceeded: meaning.again,
  ModelAccountRpmRateLimitExceeded: meaning.again,
  ModelAccountIpmRateLimitExceeded: meaning.again,
  ModelAccountTpmRateLimitExceeded: meaning.again,
  AccountRateLimitExceeded: meaning.again,
  RequestBurstTooFast: meaning.again,
  InflightBatchsizeExceeded: meaning.other,
  QuotaExceeded: meaning.other,
  ServerOverloaded: meaning.other,
  InternalServiceError: meaning.again,
});

const ErrorBody = z.object({ error: z.object({ code: z.string().min(1) }) });

/** The error code in a body, or in one item of it; null if there is none. */
export function errorCodeOf(body: unknown): string | null {
  return ErrorBody.safeParse(body).data?.error.code ?? null;
}
