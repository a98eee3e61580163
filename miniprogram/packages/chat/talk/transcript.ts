import type { ChatMessage } from '../../../../cloudfunctions/shared/contracts/chat';
import type { SentQuestion } from './conversation';
import * as thread from './conversation';
import type { TalkPage } from './page';
import { rowId, toAnswerRow, toRows } from './view';

export type Transcript = ReturnType<typeof createTranscript>;

/** Holds the messages of the session and has the page draw what has changed. */
export function createTranscript(page: Pick<TalkPage, 'draw' | 'redraw'>) {
  let conversation = thread.noConversation;
  /** Why a question was not accepted, by its message id. */
  let problems: Record<string, string> = {};

  const draw = (anchor = '') => page.draw(anchor);

  const answerOf = (messageId: string) => thread.findMessage(conversation, messageId, 'assistant');

  const redraw = (message: ChatMessage) => {
    conversation = thread.withMessage(conversation, message);
    const shown = thread.drawn(conversation);
    const place = shown.findIndex((one) => rowId(one) === rowId(message));
    if (place >= 0) page.redraw(place, toAnswerRow(message, problems));
  };

  /** Draws other messages; the row that is first now keeps its place on the screen. */
  const drawAbove = (next: thread.Conversation) => {
    const [first] = thread.drawn(conversation);
    conversation = next;
    draw(first ? rowId(first) : '');
  };

  return {
    rows: () => toRows(thread.drawn(conversation), problems, Date.now()),
    draw,
    redraw,
    answerOf,
    textOf: (messageId: string) => thread.findMessage(conversation, messageId, 'user')?.text ?? '',
    streaming: () => thread.streaming(conversation),
    isAtEnd: () => thread.isAtEnd(conversation),
    /** The cursor of the next page of older messages. */
    cursor: () => conversation.cursor,

    /** Replaces the messages by the newest page of another session; the next `draw` shows them. */
    open(newestFirst: ChatMessage[], cursor: string | null) {
      problems = {};
      conversation = thread.toConversation(newestFirst, cursor);
    },

    clear() {
      conversation = thread.noConversation;
    },

    /** Adds a question that was sent, with an empty answer; the next `draw` shows them. */
    place(question: SentQuestion, sessionId: string | null) {
      conversation = thread.withQuestion(conversation, question, sessionId);
    },

    /** Replaces the question by the one of the cloud; it looks the same. */
    confirm(question: ChatMessage) {
      conversation = thread.withMessage(conversation, question);
    },

    /** Replaces the answer by the reason why there is none. */
    endAnswer(messageId: string, status: 'failed' | 'refused', reason: string) {
      const known = answerOf(messageId);
      if (known) redraw(thread.withoutText(known, status, reason));
    },

    /** The question was not accepted and has to be edited. */
    refuseQuestion(messageId: string, problem: string) {
      problems = { ...problems, [messageId]: problem };
      const known = answerOf(messageId);
      if (known) redraw(known);
    },

    /** Removes a question that was not accepted. */
    withdraw(messageId: string) {
      conversation = thread.withoutQuestion(conversation, messageId);
      draw();
    },

    /** Shows older messages that were read before. Answers whether there were any. */
    upwards(): boolean {
      const next = thread.upwards(conversation);
      if (next !== null) drawAbove(next);
      return next !== null;
    },

    /** Adds a page of older messages. */
    addOlder(newestFirst: ChatMessage[], cursor: string | null) {
      drawAbove(thread.withOlder(conversation, newestFirst, cursor));
    },

    downwards() {
      const next = thread.downwards(conversation);
      if (next === null) return;
      const shown = thread.drawn(conversation);
      const last = shown[shown.length - 1];
      conversation = next;
      draw(last ? rowId(last) : '');
    },

    toEnd() {
      conversation = thread.atEnd(conversation);
      draw();
    },
  };
}
