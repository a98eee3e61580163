import { CloudError } from '../../../services/cloud';
import { explain } from '../../../utils/dialog';

/**
 * Explains why a profile was not saved. The cloud's own sentence about refused content mentions a prompt, which would
 * not fit here.
 */
export function explainProfile(error: unknown): string {
  const isRefused = error instanceof CloudError && error.failure === 'CONTENT_REFUSED';
  return isRefused ? '这个昵称不能用，请换一个' : explain(error);
}

/**
 * What became of an uploaded picture when its profile was not saved. The cloud removes it with a refusal: `removed`
 * pictures may be uploaded again, `unfit` ones are refused again. `reusable`: the upload still exists.
 */
export function uploadAfter(error: unknown): 'reusable' | 'removed' | 'unfit' {
  if (!(error instanceof CloudError)) return 'reusable';
  const { failure, details } = error;
  if (failure === 'CONTENT_REFUSED') return 'removed';
  if (failure === 'STORAGE_FULL') return 'unfit';
  const isPicture = details !== undefined && 'field' in details && details.field === 'avatar';
  return failure === 'INVALID_INPUT' && isPicture ? 'unfit' : 'reusable';
}
