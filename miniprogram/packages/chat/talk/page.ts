import type { ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import type { MessageRow } from './view';

/** What the conversation needs of the page. */
export type TalkPage = {
  state: (state: 'loading' | 'ready' | 'failed' | 'off', reason?: string) => void;
  /** The rows have changed. The row `anchor` keeps its place on the screen; empty: the newest comes into view. */
  draw: (anchor: string) => void;
  redraw: (place: number, row: MessageRow) => void;
  answering: (isAnswering: boolean) => void;
  quota: (quota: ChatQuota | null) => void;
  /** Puts the text of a question that was not accepted back into the composer. */
  restoreText: (text: string) => void;
  exhausted: () => void;
  toast: (sentence: string) => void;
};
