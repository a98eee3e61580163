import { CloudError } from '../../../services/cloud';
import { explain } from '../../../utils/dialog';

/**
 * What the page does with a question that was not answered.
 * `off`: the chat is switched off. `gone`: the session was deleted. `back`: the question was not accepted, its text goes
 * back into the composer. `exhausted`: the same, and a dialog says why. `edit`: the question has to be edited.
 * `refused`: the answer did not pass moderation. `failed`: the same question may be sent again.
 */
export type Refusal =
  | { kind: 'off' }
  | { kind: 'gone' }
  | { kind: 'exhausted'; message: string }
  | { kind: 'back'; message: string }
  | { kind: 'edit'; message: string }
  | { kind: 'refused'; message: string }
  | { kind: 'failed'; message: string };

export function toRefusal(error: unknown): Refusal {
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
      return { kind: 'edit', message: '这句话里有不能聊的内容，请换个说法' };
    case 'ANSWER_REFUSED':
      return { kind: 'refused', message };
    default:
      return { kind: 'failed', message };
  }
}
