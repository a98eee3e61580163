import type { ChatMessage, ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import {
  ask,
  askAgain,
  findQuestion,
  listMessages,
  listSessions,
  openQuestion,
  stopAnswer,
} from '../service';
import type { Answered, Question } from '../service';
import type { Watch } from '../../../services/watch';
import { explain } from '../../../utils/dialog';
import { keepSession } from '../kept';
import type { Kept } from '../kept';
import * as thread from './conversation';
import { followAnswer } from './follow';
import type { Growth } from './follow';
import { toEnding } from './refusal';
import type { Ending } from './refusal';
import { rowId, toAnswerRow, toRows } from './view';
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

export type Talk = ReturnType<typeof createTalk>;

type Untaken = Exclude<Ending, { kind: 'off' | 'gone' | 'refused' }>;
type Answering = { messageId: string; question: Question | null; watch: Watch | null };

const stopAttempts = 5;
const stopPauseMs = 600;

/** The conversation on the page: reads it, asks, follows the answer, and keeps it right whatever arrives when. */
export function createTalk(page: TalkPage) {
  let sessionId: string | null = null;
  let conversation = thread.noConversation;
  /** Why a question was not taken, by its key. */
  let problems: Record<string, string> = {};
  let answering: Answering | null = null;
  let newest = 0;
  let isReadingOlder = false;

  const draw = (anchor = '') => page.draw(anchor);

  const redraw = (message: ChatMessage) => {
    conversation = thread.withMessage(conversation, message);
    const shown = thread.drawn(conversation);
    const place = shown.findIndex((one) => rowId(one) === rowId(message));
    if (place >= 0) page.redraw(place, toAnswerRow(message, problems));
  };

  const answerOf = (messageId: string) => thread.findMessage(conversation, messageId, 'assistant');
  const textOf = (messageId: string) =>
    thread.findMessage(conversation, messageId, 'user')?.text ?? '';

  const isUnderWay = (messageId: string) => answering?.messageId === messageId;

  const enter = (next: string | null) => {
    sessionId = next;
    keepSession(next);
  };

  const leaveAnswer = () => {
    answering?.watch?.close();
    if (answering !== null) page.answering(false);
    answering = null;
  };

  /** Puts a question that was just asked, with an answer yet to come, where the cloud will have them. */
  const place = (question: Question) => {
    const { messageId, text, askedAt: createdAt } = question;
    const common = { sessionId: sessionId ?? '', messageId, apUsed: 0, createdAt };
    const asked = thread.findMessage(conversation, messageId, 'user');
    if (asked === null) {
      const id = `user-${messageId}`;
      const mine = { ...common, id, text, role: 'user', status: 'completed' } as const;
      conversation = thread.withMessage(conversation, mine);
    }
    const id = answerOf(messageId)?.id ?? `assistant-${messageId}`;
    const answer = { ...common, id, text: '', role: 'assistant', status: 'streaming' } as const;
    conversation = thread.withMessage(conversation, answer);
  };

  const follow = (messageId: string, question: Question | null) => {
    leaveAnswer();
    page.answering(true);
    const watch = followAnswer(messageId, sessionId, question, {
      grows: (growth) => grow(messageId, growth),
      answered: (reply) => finish(reply),
      ended(message) {
        leaveAnswer();
        redraw(message);
        page.quota(null);
      },
      failed: (error) => fail(messageId, question, error),
      lost() {
        leaveAnswer();
        giveUp(messageId, '网络断了，没有等到回答\n重试不会重复扣 AP');
      },
    });
    answering = { messageId, question, watch };
  };

  const grow = (messageId: string, growth: Growth) => {
    const known = answerOf(messageId);
    if (known === null) return;
    if (sessionId === null && growth.sessionId !== undefined) enter(growth.sessionId);
    const grown = { ...known, ...growth };
    // The row also shows every second that somebody is at work on it.
    if (JSON.stringify(grown) !== JSON.stringify(known)) redraw(grown);
  };

  const finish = ({ sessionId: id, question, answer, quota }: Answered) => {
    leaveAnswer();
    enter(id);
    conversation = thread.withMessage(conversation, question);
    redraw(answer);
    page.quota(quota);
  };

  const giveUp = (messageId: string, reason: string) => {
    endAs(messageId, 'failed', reason);
  };

  const endAs = (messageId: string, status: 'failed' | 'refused', errorMessage: string) => {
    const known = answerOf(messageId);
    if (known === null) return;
    const { proposal: _, ...rest } = known;
    redraw({ ...rest, status, text: '', errorMessage });
  };

  const fail = (messageId: string, question: Question | null, error: unknown) => {
    leaveAnswer();
    const ending = toEnding(error);
    if (ending.kind === 'off') page.state('off');
    else if (ending.kind === 'gone') startAnew(textOf(messageId));
    else if (ending.kind === 'refused') endAs(messageId, 'refused', ending.message);
    else if (question?.isRetry === true) failAgain(messageId, ending);
    else failFirst(messageId, ending);
  };

  const failFirst = (messageId: string, ending: Untaken) => {
    if (ending.kind === 'failed') giveUp(messageId, ending.message);
    else if (ending.kind === 'changed') {
      problems = { ...problems, [messageId]: ending.message };
      const known = answerOf(messageId);
      if (known) redraw(known);
    } else {
      page.giveBack(textOf(messageId));
      conversation = thread.withoutQuestion(conversation, messageId);
      draw();
      if (ending.kind === 'exhausted') page.exhausted();
      else page.tell(ending.message);
    }
  };

  /** What was asked before stands in the cloud: it stays where it is. */
  const failAgain = (messageId: string, ending: Untaken) => {
    giveUp(messageId, ending.message);
    if (ending.kind === 'exhausted') page.exhausted();
  };

  const startAnew = (text: string) => {
    enter(null);
    conversation = thread.noConversation;
    page.giveBack(text);
    draw();
    page.tell('这段对话已删除');
  };

  const read = async (kept: Kept | null): Promise<void> => {
    const request = ++newest;
    leaveAnswer();
    page.state('loading');
    try {
      const id = kept ? kept.sessionId : await newestSession();
      const read = id === null ? { messages: [], nextCursor: null } : await listMessages(id, null);
      if (request !== newest) return;
      enter(id);
      problems = {};
      conversation = thread.toConversation(read.messages, read.nextCursor);
      resumeFollowing();
    } catch (error) {
      if (request !== newest) return;
      const ending = toEnding(error);
      if (ending.kind === 'gone' && kept?.sessionId !== null) await read({ sessionId: null });
      else if (ending.kind === 'off') page.state('off');
      else page.state('failed', explain(error));
    }
  };

  const resumeFollowing = () => {
    const question = openQuestion(sessionId);
    if (question) place(question);
    page.state('ready');
    draw();
    const streaming = thread.growing(conversation);
    // It may have been asked before its conversation had a name.
    if (streaming) follow(streaming.messageId, findQuestion(streaming.messageId));
  };

  const readOlder = async () => {
    const { cursor } = conversation;
    if (cursor === null || sessionId === null || isReadingOlder) return;
    const request = newest;
    isReadingOlder = true;
    try {
      const { messages, nextCursor } = await listMessages(sessionId, cursor);
      if (request !== newest) return;
      const anchor = firstShown();
      conversation = thread.withOlder(conversation, messages, nextCursor);
      draw(anchor);
    } catch (error) {
      page.tell(explain(error));
    } finally {
      isReadingOlder = false;
    }
  };

  const firstShown = () => {
    const [first] = thread.drawn(conversation);
    return first ? rowId(first) : '';
  };

  return {
    open: read,
    rows: () => toRows(thread.drawn(conversation), problems, Date.now()),
    sessionId: () => sessionId,
    textOf,
    answerOf,
    isAtEnd: () => thread.isAtEnd(conversation),

    /** Answers whether the question was taken: one at a time. */
    ask(text: string): boolean {
      if (answering !== null) return false;
      const question = ask(sessionId, text);
      place(question);
      draw();
      follow(question.messageId, question);
      return true;
    },

    retry(messageId: string) {
      const text = textOf(messageId);
      const known = answerOf(messageId);
      if (answering !== null || text === '' || known === null) return;
      const { createdAt } = known;
      const question = askAgain({ messageId, sessionId, text, createdAt });
      place(question);
      draw();
      follow(messageId, question);
    },

    /** Takes back a question that was not taken, to change it. */
    takeBack(messageId: string) {
      page.giveBack(textOf(messageId));
      conversation = thread.withoutQuestion(conversation, messageId);
      draw();
    },

    async stop() {
      if (answering === null) return;
      const { messageId } = answering;
      for (let left = stopAttempts; left > 0; left -= 1) {
        try {
          await stopAnswer(messageId);
          return;
        } catch (error) {
          const isEarly = toEnding(error).kind === 'gone' && left > 1;
          if (!isEarly) {
            page.tell(explain(error));
            return;
          }
        }
        // The question is still being looked at, and its answer has not begun.
        await pause(stopPauseMs);
        if (!isUnderWay(messageId)) return;
      }
    },

    older() {
      const next = thread.upwards(conversation);
      if (next === null) return readOlder();
      const anchor = firstShown();
      conversation = next;
      draw(anchor);
      return Promise.resolve();
    },

    newer() {
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

    /** The page is hidden: nothing is drawn, and nothing is lost. */
    pause() {
      answering?.watch?.close();
    },
    resume() {
      if (answering !== null) follow(answering.messageId, answering.question);
    },
    close() {
      newest += 1;
      answering?.watch?.close();
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function newestSession(): Promise<string | null> {
  const { sessions } = await listSessions(null, 1);
  return sessions[0]?.sessionId ?? null;
}
