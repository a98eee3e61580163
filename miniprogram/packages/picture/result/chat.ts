import { keepPicture, suggestionOf } from '../../../utils/chat-pictures';
import { openPage } from '../../../utils/navigation';
import { storeOpenSession } from '../../../utils/open-session';
import type { Slide } from './view';

/** The session whose proposal was drawn, which shows the picture from now on; null when the chat proposed nothing of it. */
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
