import { StubError } from '../http/vendor';

/** The vendor's error codes, https://help.aliyun.com/zh/model-studio/error-code, with their HTTP statuses. */
export const errors: Record<string, { status: number; message: string }> = {
  InvalidParameter: { status: 400, message: 'Required parameter(s) missing or invalid' },
  'InvalidParameter.DataInspection': {
    status: 400,
    message: 'Unable to download the media resource during the data inspection process.',
  },
  DataInspectionFailed: { status: 400, message: 'Input data may contain inappropriate content.' },
  IPInfringementSuspect: { status: 400, message: 'Input data is suspected of IP infringement.' },
  InvalidURL: { status: 400, message: 'The request URL is invalid, please check the input.' },
  'InvalidURL.ConnectionRefused': { status: 400, message: 'Connection refused.' },
  'InvalidURL.Timeout': { status: 400, message: 'Download timed out.' },
  InvalidPerson: { status: 400, message: 'The input image has no human body or multiple bodies.' },
  InvalidGarment: { status: 400, message: 'Missing clothing image.' },
  InvalidInputLength: { status: 400, message: 'The image resolution is invalid.' },
  'InvalidFile.Format': { status: 400, message: 'The file format is not supported.' },
  'InvalidFile.Size': { status: 400, message: 'The size of the file is out of range.' },
  'InvalidFile.Resolution': { status: 400, message: 'The resolution of the file is out of range.' },
  Arrearage: {
    status: 400,
    message: 'Access denied, please make sure your account is in good standing.',
  },
  UnsupportedOperation: { status: 400, message: 'Failed to cancel the task, it is not pending.' },
  InvalidApiKey: { status: 401, message: 'Invalid API-key provided.' },
  AccessDenied: { status: 403, message: 'Access denied.' },
  'AccessDenied.Unpurchased': { status: 403, message: 'Access to model denied.' },
  'Model.AccessDenied': { status: 403, message: 'Model access denied.' },
  'AllocationQuota.FreeTierOnly': {
    status: 403,
    message: 'The free tier of the model has been exhausted.',
  },
  ModelNotFound: { status: 404, message: 'Model can not be found.' },
  NotFound: { status: 404, message: 'Not found.' },
  Throttling: { status: 429, message: 'Requests throttling triggered.' },
  'Throttling.RateQuota': {
    status: 429,
    message: 'Requests rate limit exceeded, please try again later.',
  },
  'Throttling.AllocationQuota': {
    status: 429,
    message: 'Allocated quota exceeded, please increase your quota limit.',
  },
  'Throttling.BurstRate': { status: 429, message: 'Request rate increased too quickly.' },
  InternalError: { status: 500, message: 'An internal error has occured, please try again later.' },
  'InternalError.Algo': { status: 500, message: 'An internal error has occured during execution.' },
  'InternalError.Timeout': {
    status: 500,
    message: 'An internal timeout error has occured during execution.',
  },
  RequestTimeOut: { status: 500, message: 'Request timed out, please try again later.' },
  ModelUnavailable: { status: 503, message: 'Model is unavailable, please try again later.' },
  ModelServingError: {
    status: 503,
    message: 'Too many requests. Your requests are being throttled.',
  },
};

/** The code is at the top level of the body, not in an `error` object. */
export function dashscopeError(
  code: string,
  message = errors[code]?.message ?? 'Error',
): StubError {
  return new StubError(code, errors[code]?.status ?? 500, message, (requestId) => ({
    code,
    message,
    request_id: requestId,
  }));
}
