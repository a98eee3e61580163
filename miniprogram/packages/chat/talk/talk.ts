import { findNewestSession, findQuestion, findSessionQuestion, listMessages } from '../service';
import { explain } from '../../../utils/dialog';
import { storeOpenSession } from '../../../utils/open-session';
import type { OpenSession } from '../../../utils/open-session';
import { createAnswering } from './answering';
import type { Session } from './answering';
import type { TalkPage } from './page';
import { toRefusal } from './refusal';
import { createTranscript } from './transcript';

export type Talk = ReturnType<typeof createTalk>;

/** The session on the page: opens it, reads further pages of it, and asks in it. */
export function createTalk(page: TalkPage) {
  let sessionId: string | null = null;
  /** Numbers the openings: an answer for an earlier one is dropped. */
  let newest = 0;
  let isReadingOlder = false;

  const transcript = createTranscript(page);

  const session: Session = {
    id: () => sessionId,
    enter(next) {
      sessionId = next;
      storeOpenSession(next);
    },
    lose(text) {
      session.enter(null);
      transcript.clear();
      page.restoreText(text);
      transcript.draw();
      page.toast('这段对话已删除');
    },
  };

  const answering = createAnswering(page, transcript, session);

  const open = async (stored: OpenSession | null): Promise<void> => {
    const request = ++newest;
    answering.leave();
    page.state('loading');
    try {
      const id = stored ? stored.sessionId : await findNewestSession();
      const read = id === null ? { messages: [], nextCursor: null } : await listMessages(id, null);
      if (request !== newest) return;
      session.enter(id);
      transcript.open(read.messages, read.nextCursor);
      continueAnswer();
    } catch (error) {
      if (request !== newest) return;
      const refusal = toRefusal(error);
      if (refusal.kind === 'gone' && stored?.sessionId !== null) await open({ sessionId: null });
      else if (refusal.kind === 'off') page.state('off');
      else page.state('failed', explain(error));
    }
  };

  /** An answer in this session may be in flight. */
  const continueAnswer = () => {
    const question = findSessionQuestion(sessionId);
    if (question) transcript.place(question, sessionId);
    page.state('ready');
    transcript.draw();
    const streaming = transcript.streaming();
    // The question may have been sent before its session had an id.
    if (streaming) answering.follow(streaming.messageId, findQuestion(streaming.messageId));
  };

  const readOlder = async () => {
    const cursor = transcript.cursor();
    if (cursor === null || sessionId === null || isReadingOlder) return;
    const request = newest;
    isReadingOlder = true;
    try {
      const { messages, nextCursor } = await listMessages(sessionId, cursor);
      if (request === newest) transcript.addOlder(messages, nextCursor);
    } catch (error) {
      page.toast(explain(error));
    } finally {
      isReadingOlder = false;
    }
  };

  return {
    open,
    sessionId: () => sessionId,
    rows: () => transcript.rows(),
    answerOf: (messageId: string) => transcript.answerOf(messageId),
    isAtEnd: () => transcript.isAtEnd(),

    ask: (text: string) => answering.ask(text),
    retry: (messageId: string) => answering.retry(messageId),
    takeBack: (messageId: string) => answering.takeBack(messageId),
    stop: () => answering.stop(),

    async older() {
      if (!transcript.upwards()) await readOlder();
    },
    newer: () => transcript.downwards(),
    toEnd: () => transcript.toEnd(),

    /** The page is hidden: nothing is drawn, and nothing is lost. */
    pause: () => answering.pause(),
    resume: () => answering.resume(),
    close() {
      newest += 1;
      answering.pause();
    },
  };
}
