import type {
  ChatMessage as MessageView,
  ChatSession as SessionView,
} from '../shared/contracts/chat';
import { isSilent } from '../shared/domain/chat/conversation';
import type { ChatMessage, ChatSession } from '../shared/domain/chat/conversation';
import { AppError } from '../shared/error';

/** An answer whose function has died is shown as failed, even before its row says so. */
export function toMessageView(message: ChatMessage, now: Date): MessageView {
  const { createdAt, ...rest } = isSilent(message, now) ? { ...message, ...failed() } : message;
  return { ...rest, createdAt: createdAt.toISOString() };
}

function failed(): Pick<
  ChatMessage,
  'status' | 'text' | 'proposal' | 'errorCode' | 'errorMessage'
> {
  const { failure: errorCode, message: errorMessage } = new AppError('ANSWER_FAILED');
  return { status: 'failed', text: '', proposal: undefined, errorCode, errorMessage };
}

export function toSessionView(session: ChatSession): SessionView {
  const { id: sessionId, title, preview, messageCount, createdAt, updatedAt } = session;
  return {
    sessionId,
    title,
    preview,
    messageCount,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
