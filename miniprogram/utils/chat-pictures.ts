import { readStored } from './storage';

/** A description that the chat proposed and the composer was filled with. */
export type Suggestion = { prompt: string; sessionId: string; messageId: string };
/** What became of a proposal. */
export type ChatPicture = { workId: string; picture: string };

const suggestionKey = 'chatSuggestion';
const picturesKey = 'chatPictures';
/** The newest ones are kept. */
const maxPictures = 60;

export function rememberSuggestion(suggestion: Suggestion): void {
  wx.setStorageSync(suggestionKey, suggestion);
}

/** The proposal that a description comes from: as it was proposed, or with words added. */
export function suggestionOf(prompt: string): Suggestion | null {
  const known = readStored(suggestionKey, isSuggestion);
  return known !== null && prompt.startsWith(known.prompt.trim()) ? known : null;
}

/** Shown below the proposal from now on. */
export function keepPicture(messageId: string, picture: ChatPicture): void {
  const others = Object.entries(chatPictures()).filter(([id]) => id !== messageId);
  const kept = [...others, [messageId, picture] as const].slice(-maxPictures);
  wx.setStorageSync(picturesKey, Object.fromEntries(kept));
}

/** By the message that proposed them. */
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
