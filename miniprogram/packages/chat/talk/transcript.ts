import type { ChatMessage } from '../../../../cloudfunctions/shared/contracts/chat';
import type { Asked } from './conversation';
import * as thread from './conversation';
import type { TalkPage } from './page';
import { rowId, toAnswerRow, toRows } from './view';

export type Transcript = ReturnType<typeof createTranscript>;

/** What was said, as the page shows it: holds the messages, and has the page draw what has changed of them. */
export function createTranscript(page: Pick<TalkPage, 'draw' | 'redraw'>) {
  let conversation = thread.noConversation;
  /** Why a question was not taken, by its key. */
  let problems: Record<string, string> = {};

  const draw = (anchor = '') => page.draw(anchor);

  const answerOf = (messageId: string) => thread.findMessage(conversation, messageId, 'assistant');

  const redraw = (message: ChatMessage) => {
    conversation = thread.withMessage(conversation, message);
    const shown = thread.drawn(conversation);
    const place = shown.findIndex((one) => rowId(one) === rowId(message));
    if (place >= 0) page.redraw(place, toAnswerRow(message, problems));
  };

  /** Others come into view, around the row that is the first of those drawn now. */
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
    growing: () => thread.growing(conversation),
    isAtEnd: () => thread.isAtEnd(conversation),
    /** Leads to messages that are older than all of these. */
    cursor: () => conversation.cursor,

    /** Takes up another conversation, from the page of the cloud with its newest messages; drawn with the next `draw`. */
    open(newestFirst: ChatMessage[], cursor: string | null) {
      problems = {};
      conversation = thread.toConversation(newestFirst, cursor);
    },

    clear() {
      conversation = thread.noConversation;
    },

    /** A question that was just asked, with an answer yet to come; drawn with the next `draw`. */
    place(question: Asked, sessionId: string | null) {
      conversation = thread.withQuestion(conversation, question, sessionId);
    },

    /** The question as the cloud has it; it looks as it did. */
    confirm(question: ChatMessage) {
      conversation = thread.withMessage(conversation, question);
    },

    /** The answer ended without words of its own. */
    endAnswer(messageId: string, status: 'failed' | 'refused', reason: string) {
      const known = answerOf(messageId);
      if (known) redraw(thread.withoutWords(known, status, reason));
    },

    /** The question was not taken, and stays to be changed. */
    refuseQuestion(messageId: string, problem: string) {
      problems = { ...problems, [messageId]: problem };
      const known = answerOf(messageId);
      if (known) redraw(known);
    },

    /** The question was not taken, and goes. */
    withdraw(messageId: string) {
      conversation = thread.withoutQuestion(conversation, messageId);
      draw();
    },

    /** Shows older ones that were read already. Answers whether there were any. */
    upwards(): boolean {
      const next = thread.upwards(conversation);
      if (next !== null) drawAbove(next);
      return next !== null;
    },

    /** A page of older messages was read. */
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
