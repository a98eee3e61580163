import { ask, askAgain, stopAnswer } from '../service';
import type { ChatReply, Question } from '../service';
import { sleep } from '../../../services/delay';
import type { Watch } from '../../../services/watch';
import { explain } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { followAnswer } from './follow';
import type { AnswerProgress } from './follow';
import type { TalkPage } from './page';
import { toRefusal } from './refusal';
import type { Refusal } from './refusal';
import type { Transcript } from './transcript';

/** The session that is open. */
export type Session = {
  /** Null until it has a question. */
  id(): string | null;
  enter(id: string | null): void;
  /** The session was deleted in the cloud; `text` is the question that found it missing. */
  lose(text: string): void;
};

type UnansweredRefusal = Exclude<Refusal, { kind: 'off' | 'gone' | 'refused' }>;
/** `question` is null when the app was restarted after it was asked. */
type AwaitedAnswer = { messageId: string; question: Question | null; watch: Watch };

const maxStopAttempts = 5;
const stopRetryMs = 600;

/** Sends one question at a time and brings its answer, or its failure, into the transcript. */
export function createAnswering(page: TalkPage, transcript: Transcript, session: Session) {
  let awaited: AwaitedAnswer | null = null;
  /** Held while an answer is awaited. */
  const asking = createGuard();
  const stopping = createGuard();

  const isAwaited = (messageId: string) => awaited?.messageId === messageId;

  const leave = () => {
    awaited?.watch.close();
    if (awaited !== null) page.answering(false);
    awaited = null;
    asking.release();
  };

  const watchAnswer = (messageId: string, question: Question | null) => {
    awaited?.watch.close();
    page.answering(true);
    const watch = followAnswer(messageId, session.id(), question, {
      progressed: (progress) => showProgress(messageId, progress),
      answered: (reply) => finish(reply),
      ended(message) {
        leave();
        transcript.redraw(message);
        page.quota(null);
      },
      failed: (error) => fail(messageId, question, error),
      timedOut() {
        leave();
        transcript.endAnswer(messageId, 'failed', '网络断了，没有等到回答\n重试不会重复扣 AP');
      },
    });
    awaited = { messageId, question, watch };
  };

  const showProgress = (messageId: string, progress: AnswerProgress) => {
    const known = transcript.answerOf(messageId);
    if (known === null) return;
    if (session.id() === null && progress.sessionId !== undefined) {
      session.enter(progress.sessionId);
    }
    const next = { ...known, ...progress };
    // The heartbeat of the row changes nothing that is shown.
    if (JSON.stringify(next) !== JSON.stringify(known)) transcript.redraw(next);
  };

  const finish = ({ sessionId, question, answer, quota }: ChatReply) => {
    leave();
    session.enter(sessionId);
    transcript.confirm(question);
    transcript.redraw(answer);
    page.quota(quota);
  };

  const fail = (messageId: string, question: Question | null, error: unknown) => {
    leave();
    const refusal = toRefusal(error);
    if (refusal.kind === 'off') page.state('off');
    else if (refusal.kind === 'gone') session.lose(transcript.textOf(messageId));
    else if (refusal.kind === 'refused') {
      transcript.endAnswer(messageId, 'refused', refusal.message);
    } else if (question?.isRetry === true) failRetry(messageId, refusal);
    else failFirst(messageId, refusal);
  };

  const failFirst = (messageId: string, refusal: UnansweredRefusal) => {
    if (refusal.kind === 'failed') transcript.endAnswer(messageId, 'failed', refusal.message);
    else if (refusal.kind === 'edit') transcript.refuseQuestion(messageId, refusal.message);
    else {
      takeBack(messageId);
      if (refusal.kind === 'exhausted') page.exhausted();
      else page.toast(refusal.message);
    }
  };

  /** The question of a retry is already stored in the cloud, so it stays in the transcript. */
  const failRetry = (messageId: string, refusal: UnansweredRefusal) => {
    transcript.endAnswer(messageId, 'failed', refusal.message);
    if (refusal.kind === 'exhausted') page.exhausted();
  };

  const takeBack = (messageId: string) => {
    page.restoreText(transcript.textOf(messageId));
    transcript.withdraw(messageId);
  };

  const begin = (question: Question) => {
    transcript.place(question, session.id());
    transcript.draw();
    watchAnswer(question.messageId, question);
    asking.hold();
  };

  return {
    leave,

    /** Awaits an answer that is in flight already. */
    follow(messageId: string, question: Question | null) {
      void asking.run(() => {
        watchAnswer(messageId, question);
        asking.hold();
      });
    },

    /** Takes back a question that was refused, to edit it. */
    takeBack,

    /** Answers whether the question was sent: one is in flight at a time. */
    ask(text: string): boolean {
      return asking.run(() => begin(ask(session.id(), text))) !== null;
    },

    retry(messageId: string) {
      const text = transcript.textOf(messageId);
      const known = transcript.answerOf(messageId);
      if (text === '' || known === null) return;
      const { createdAt } = known;
      void asking.run(() =>
        begin(askAgain({ messageId, sessionId: session.id(), text, createdAt })),
      );
    },

    async stop() {
      await stopping.run(async () => {
        if (awaited === null) return;
        const { messageId } = awaited;
        for (let left = maxStopAttempts; left > 0; left -= 1) {
          try {
            await stopAnswer(messageId);
            return;
          } catch (error) {
            const isEarly = toRefusal(error).kind === 'gone' && left > 1;
            if (!isEarly) {
              page.toast(explain(error));
              return;
            }
          }
          // The question is still being moderated, and its answer has not begun.
          await sleep(stopRetryMs);
          if (!isAwaited(messageId)) return;
        }
      });
    },

    /** The page is hidden: nothing is drawn, and nothing is lost. */
    pause() {
      awaited?.watch.close();
    },
    resume() {
      if (awaited !== null) watchAnswer(awaited.messageId, awaited.question);
    },
  };
}
