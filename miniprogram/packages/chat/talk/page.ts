import type { ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import type { MessageRow } from './view';

/** What the conversation tells the page. */
export type TalkPage = {
  state: (state: 'loading' | 'ready' | 'failed' | 'off', reason?: string) => void;
  /** Other rows than before: `rows` tells which. `anchor` must not move; empty: the newest comes into view. */
  draw: (anchor: string) => void;
  redraw: (place: number, row: MessageRow) => void;
  answering: (isAnswering: boolean) => void;
  quota: (quota: ChatQuota | null) => void;
  /** Words that were not taken go back to where they were written. */
  giveBack: (text: string) => void;
  exhausted: () => void;
  tell: (sentence: string) => void;
};
