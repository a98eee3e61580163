import { readStored } from './storage';

/** A proposed description that was copied into the composer. */
export type Suggestion = { prompt: string; sessionId: string; messageId: string };
/** The picture made from a proposal. */
export type ChatPicture = { workId: string; picture: string };

const suggestionKey = 'chatSuggestion';
const picturesKey = 'chatPictures';
/** Older ones are dropped. */
const maxPictures = 60;

export function rememberSuggestion(suggestion: Suggestion): void {
  wx.setStorageSync(suggestionKey, suggestion);
}

/** The proposal behind a description; the user may have added words at the end. */
export function suggestionOf(prompt: string): Suggestion | null {
  const known = readStored(suggestionKey, isSuggestion);
  return known !== null && prompt.startsWith(known.prompt.trim()) ? known : null;
}

/** Stores the picture of a proposal; the chat shows it from now on. */
export function keepPicture(messageId: string, picture: ChatPicture): void {
  const others = Object.entries(chatPictures()).filter(([id]) => id !== messageId);
  const kept = [...others, [messageId, picture] as const].slice(-maxPictures);
  wx.setStorageSync(picturesKey, Object.fromEntries(kept));
}

/** All stored pictures, by the message that proposed them. */
export function chatPictures(): Record<string, ChatPicture> {
  return readStored(picturesKey, isPictures) ?? {};
}

function isSuggestion(value: unknown): value is Suggestion {
  return isRecord(value) && ['prompt', 'sessionId', 'messageId'].every((key) => isText(value[key]));
}

function isPictures(value: unknown): value is Record<string, ChatPicture> {
  return (
    isRecord(value) &&
    Object.values(value).every(
      (one) => isRecord(one) && isText(one['workId']) && isText(one['picture']),
    )
  );
}

const isText = (value: unknown): boolean => typeof value === 'string';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
