import * as z from 'zod';
import { createClassifier, meaning } from '../fault';

/**
 * Error codes of DashScope, https://help.aliyun.com/zh/model-studio/error-code. They have dotted suffixes: `Throttling` also
 * stands for `Throttling.RateQuota`.
 */
export const classify = createClassifier({
  InvalidApiKey: meaning.disabled,
  AccessDenied: meaning.disabled,
  Arrearage: meaning.disabled,
  'Model.AccessDenied': meaning.disabled,
  ModelNotFound: meaning.disabled,
  'AllocationQuota.FreeTierOnly': meaning.disabled,
  InvalidParameter: meaning.ourDefect,
  // The vendor could not download a picture: its URL had expired, or the vendor's network failed.
  'InvalidParameter.DataInspection': meaning.again,
  InvalidURL: meaning.again,
  InvalidInputLength: meaning.tooLong,
  DataInspectionFailed: meaning.contentRefused,
  IPInfringementSuspect: meaning.contentRefused,
  InvalidPerson: meaning.inputRefused,
  InvalidGarment: meaning.inputRefused,
  InvalidFile: meaning.inputRefused,
  Throttling: meaning.again,
  'Throttling.AllocationQuota': meaning.other,
  RequestTimeOut: meaning.unknown,
  InternalError: meaning.again,
  'InternalError.Timeout': meaning.unknown,
  ModelUnavailable: meaning.other,
  ModelServingError: meaning.again,
});

const ErrorBody = z.object({ code: z.string().min(1) });

/** The error code in a body, or in the output of a task; null if there is none. */
export function errorCodeOf(body: unknown): string | null {
  return ErrorBody.safeParse(body).data?.code ?? null;
}
