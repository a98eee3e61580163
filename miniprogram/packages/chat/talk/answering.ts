import { ask, askAgain, stopAnswer } from '../service';
import type { Answered, Question } from '../service';
import type { Watch } from '../../../services/watch';
import { explain } from '../../../utils/dialog';
import { followAnswer } from './follow';
import type { Growth } from './follow';
import type { TalkPage } from './page';
import { toEnding } from './refusal';
import type { Ending } from './refusal';
import type { Transcript } from './transcript';

/** The conversation that is open. */
export type Session = {
  /** Null while it has no question yet. */
  id(): string | null;
  enter(id: string | null): void;
  /** It is gone from the cloud; `text` was asked in it. */
  lose(text: string): void;
};

type Untaken = Exclude<Ending, { kind: 'off' | 'gone' | 'refused' }>;
/** The one question whose answer is awaited. `question` null: another launch of the app asked it. */
type UnderWay = { messageId: string; question: Question | null; watch: Watch };

const stopAttempts = 5;
const stopPauseMs = 600;

/** Asks, one question at a time, and brings the answer into the transcript, however it ends. */
export function createAnswering(page: TalkPage, transcript: Transcript, session: Session) {
  let underWay: UnderWay | null = null;

  const isUnderWay = (messageId: string) => underWay?.messageId === messageId;

  const leave = () => {
    underWay?.watch.close();
    if (underWay !== null) page.answering(false);
    underWay = null;
  };

  const follow = (messageId: string, question: Question | null) => {
    leave();
    page.answering(true);
    const watch = followAnswer(messageId, session.id(), question, {
      grows: (growth) => grow(messageId, growth),
      answered: (reply) => finish(reply),
      ended(message) {
        leave();
        transcript.redraw(message);
        page.quota(null);
      },
      failed: (error) => fail(messageId, question, error),
      lost() {
        leave();
        transcript.endAnswer(messageId, 'failed', '网络断了，没有等到回答\n重试不会重复扣 AP');
      },
    });
    underWay = { messageId, question, watch };
  };

  const grow = (messageId: string, growth: Growth) => {
    const known = transcript.answerOf(messageId);
    if (known === null) return;
    if (session.id() === null && growth.sessionId !== undefined) session.enter(growth.sessionId);
    const grown = { ...known, ...growth };
    // The row also shows every second that somebody is at work on it.
    if (JSON.stringify(grown) !== JSON.stringify(known)) transcript.redraw(grown);
  };

  const finish = ({ sessionId, question, answer, quota }: Answered) => {
    leave();
    session.enter(sessionId);
    transcript.confirm(question);
    transcript.redraw(answer);
    page.quota(quota);
  };

  const fail = (messageId: string, question: Question | null, error: unknown) => {
    leave();
    const ending = toEnding(error);
    if (ending.kind === 'off') page.state('off');
    else if (ending.kind === 'gone') session.lose(transcript.textOf(messageId));
    else if (ending.kind === 'refused') {
      transcript.endAnswer(messageId, 'refused', ending.message);
    } else if (question?.isRetry === true) failAgain(messageId, ending);
    else failFirst(messageId, ending);
  };

  const failFirst = (messageId: string, ending: Untaken) => {
    if (ending.kind === 'failed') transcript.endAnswer(messageId, 'failed', ending.message);
    else if (ending.kind === 'changed') transcript.refuseQuestion(messageId, ending.message);
    else {
      takeBack(messageId);
      if (ending.kind === 'exhausted') page.exhausted();
      else page.tell(ending.message);
    }
  };

  /** What was asked before stands in the cloud: it stays where it is. */
  const failAgain = (messageId: string, ending: Untaken) => {
    transcript.endAnswer(messageId, 'failed', ending.message);
    if (ending.kind === 'exhausted') page.exhausted();
  };

  const takeBack = (messageId: string) => {
    page.giveBack(transcript.textOf(messageId));
    transcript.withdraw(messageId);
  };

  const begin = (question: Question) => {
    transcript.place(question, session.id());
    transcript.draw();
    follow(question.messageId, question);
  };

  return {
    follow,
    leave,
    /** Takes back a question that was not taken, to change it. */
    takeBack,

    /** Answers whether the question was taken: one at a time. */
    ask(text: string): boolean {
      if (underWay !== null) return false;
      begin(ask(session.id(), text));
      return true;
    },

    retry(messageId: string) {
      const text = transcript.textOf(messageId);
      const known = transcript.answerOf(messageId);
      if (underWay !== null || text === '' || known === null) return;
      const { createdAt } = known;
      begin(askAgain({ messageId, sessionId: session.id(), text, createdAt }));
    },

    async stop() {
      if (underWay === null) return;
      const { messageId } = underWay;
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

    /** Nobody looks: nothing is drawn, and nothing is lost. */
    pause() {
      underWay?.watch.close();
    },
    resume() {
      if (underWay !== null) follow(underWay.messageId, underWay.question);
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
