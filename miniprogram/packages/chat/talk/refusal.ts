import { CloudError } from '../../../services/cloud';
import { explain } from '../../../utils/dialog';

/**
 * What the page does with a question that was not answered.
 * `back`: nothing was taken; the words go back into the composer. `exhausted`: the same, and the dialog says why.
 * `changed`: the words must change before they can be sent. `refused`: the answer was not fit to be shown.
 * `failed`: it may be asked again as it is.
 */
export type Ending =
  | { kind: 'off' }
  | { kind: 'gone' }
  | { kind: 'exhausted'; message: string }
  | { kind: 'back'; message: string }
  | { kind: 'changed'; message: string }
  | { kind: 'refused'; message: string }
  | { kind: 'failed'; message: string };

export function toEnding(error: unknown): Ending {
  const message = explain(error);
  if (!(error instanceof CloudError)) return { kind: 'failed', message };
  switch (error.failure) {
    case 'FEATURE_OFF':
      return { kind: 'off' };
    case 'NOT_FOUND':
      return { kind: 'gone' };
    case 'QUOTA_EXCEEDED':
      return { kind: 'exhausted', message };
    case 'OFFLINE':
      return { kind: 'back', message: '没有网络，内容已保留' };
    case 'INVALID_INPUT':
    case 'REQUEST_REUSED':
      return { kind: 'back', message };
    case 'CONTENT_REFUSED':
      return { kind: 'changed', message: '这句话里有不能聊的内容，请换个说法' };
    case 'ANSWER_REFUSED':
      return { kind: 'refused', message };
    default:
      return { kind: 'failed', message };
  }
}
