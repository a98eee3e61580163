import { CloudError } from '../../../services/cloud';
import { explain } from '../../../utils/dialog';

/** What to say when a profile was not kept: about the name or the picture, in words for them. */
export function explainProfile(error: unknown): string {
  if (!(error instanceof CloudError)) return explain(error);
  const { failure, details } = error;
  if (failure === 'CONTENT_REFUSED') return '这个昵称不能用，请换一个';
  if (failure === 'INVALID_INPUT' && details !== undefined && 'field' in details) {
    if (details.field === 'avatar') return details.problem;
    if (details.field === 'nickname') return `昵称${details.problem}`;
  }
  return explain(error);
}

/** What became of an uploaded picture whose profile was not kept. `kept`: it may be sent once more as it is. */
export function endOfPicture(error: unknown): 'kept' | 'gone' | 'unfit' {
  if (!(error instanceof CloudError)) return 'kept';
  const { failure, details } = error;
  if (failure === 'CONTENT_REFUSED') return 'gone';
  if (failure === 'STORAGE_FULL') return 'unfit';
  const isOfPicture = details !== undefined && 'field' in details && details.field === 'avatar';
  return failure === 'INVALID_INPUT' && isOfPicture ? 'unfit' : 'kept';
}
