import { keepPicture, suggestionOf } from '../../../utils/chat-pictures';
import { openPage } from '../../../utils/navigation';
import { storeOpenSession } from '../../../utils/open-session';
import type { Slide } from './view';

/**
 * Stores the picture for the chat message that proposed its description. Returns the session; null when the description
 * does not come from the chat.
 */
export function tellChat(prompt: string, slide: Slide | undefined): string | null {
  const suggestion = suggestionOf(prompt);
  if (suggestion === null) return null;
  if (slide !== undefined && !slide.isFailed)
    keepPicture(suggestion.messageId, { workId: slide.id, picture: slide.picture });
  return suggestion.sessionId;
}

export function openChat(sessionId: string): void {
  storeOpenSession(sessionId);
  openPage('/packages/chat/talk/index');
}
