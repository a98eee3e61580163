import { findQuestion, listMessages, newestSession, openQuestion } from '../service';
import { explain } from '../../../utils/dialog';
import { keepSession } from '../kept';
import type { Kept } from '../kept';
import { createAnswering } from './answering';
import type { Session } from './answering';
import type { TalkPage } from './page';
import { toEnding } from './refusal';
import { createTranscript } from './transcript';

export type Talk = ReturnType<typeof createTalk>;

/** The conversation on the page: opens it, reads on in it, and keeps it right whatever arrives when. */
export function createTalk(page: TalkPage) {
  let sessionId: string | null = null;
  let newest = 0;
  let isReadingOlder = false;

  const transcript = createTranscript(page);

  const session: Session = {
    id: () => sessionId,
    enter(next) {
      sessionId = next;
      keepSession(next);
    },
    lose(text) {
      session.enter(null);
      transcript.clear();
      page.giveBack(text);
      transcript.draw();
      page.tell('这段对话已删除');
    },
  };

  const answering = createAnswering(page, transcript, session);

  const open = async (kept: Kept | null): Promise<void> => {
    const request = ++newest;
    answering.leave();
    page.state('loading');
    try {
      const id = kept ? kept.sessionId : await newestSession();
      const read = id === null ? { messages: [], nextCursor: null } : await listMessages(id, null);
      if (request !== newest) return;
      session.enter(id);
      transcript.open(read.messages, read.nextCursor);
      goOn();
    } catch (error) {
      if (request !== newest) return;
      const ending = toEnding(error);
      if (ending.kind === 'gone' && kept?.sessionId !== null) await open({ sessionId: null });
      else if (ending.kind === 'off') page.state('off');
      else page.state('failed', explain(error));
    }
  };

  /** An answer may be on its way to what was opened. */
  const goOn = () => {
    const question = openQuestion(sessionId);
    if (question) transcript.place(question, sessionId);
    page.state('ready');
    transcript.draw();
    const streaming = transcript.growing();
    // It may have been asked before its conversation had a name.
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
      page.tell(explain(error));
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
