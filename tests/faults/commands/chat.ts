import { questionKey } from '../../../cloudfunctions/shared/domain/chat/conversation';
import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { cleanWords, riskyWord } from '../words';
import { phoneCall } from './kind';
import type { AnyAct, CommandOf, Draft, Kind } from './kind';

/** A question, by its user and its key. */
export type QuestionRef = { owner: string; message: string };
/** `session`: the session that this earlier question began; null for a new one. */
export type AskAct = {
  do: 'ask';
  message: string;
  session: QuestionRef | null;
  text: string;
  /** How far the clock of the answering instance is ahead. */
  aheadMs?: number;
};
export type ListenAct = { do: 'stop'; of: QuestionRef } | { do: 'messages'; of: QuestionRef };
export type AccountAct = { do: 'ap' } | { do: 'overview' };

const monthMs = 31 * 86_400_000;

/** Questions: single, doubled, concurrent, in one session, and repeated with the same key. */
export const ask: Kind<AskAct> = {
  does: ['ask'],
  share: 420,
  draw: drawQuestion,
  toCall: ({ who, message: messageId, session, text, aheadMs = 0 }) => ({
    ...phoneCall(who, 'chat', 'send', {
      ...(session === null ? {} : { sessionId: sessionOf(session) }),
      ...{ messageId, text },
    }),
    aheadMs,
  }),
  incidentOf: ({ aheadMs }) => (aheadMs === undefined ? null : 'answer by a clock far ahead'),
};

/** A user stops an answer or reads a session, sometimes one of another user. */
export const listen: Kind<ListenAct> = {
  does: ['stop', 'messages'],
  share: 110,
  draw(draft, who) {
    const { random, commands } = draft;
    const asked = commands.filter(isQuestion);
    const own = asked.filter((command) => command.who === who);
    const list = own.length > 0 && random.chance(0.75) ? own : asked;
    if (list.length === 0) {
      drawQuestion(draft, who);
      return;
    }
    const { who: owner, message, session } = random.pick(list);
    if (random.chance(0.5)) draft.add(who, { do: 'stop', of: { owner, message } });
    else draft.add(who, { do: 'messages', of: session ?? { owner, message } });
  },
  toCall: ({ do: what, who, of }) =>
    what === 'stop'
      ? phoneCall(who, 'chat', 'stop', { messageId: of.message })
      : phoneCall(who, 'chat', 'listMessages', { sessionId: sessionOf(of), pageSize: 50 }),
};

/** The remaining AP, by the chat or by the page of all limits. */
export const account: Kind<AccountAct> = {
  does: ['ap', 'overview'],
  share: 130,
  draw(draft, who) {
    const { random } = draft;
    const act: AccountAct = { do: random.chance(0.6) ? 'ap' : 'overview' };
    if (random.chance(0.3)) {
      // Long enough for the hold of an answer to expire if its function died, with or without a sweep.
      drawQuestion(draft, who);
      draft.wait(random.between(125_000, 160_000));
    }
    draft.add(who, act);
  },
  toCall: ({ do: what, who }) =>
    what === 'ap'
      ? phoneCall(who, 'chat', 'getQuota', {})
      : phoneCall(who, 'quota', 'getOverview', {}),
};

export function drawQuestion(draft: Draft, who: string): void {
  const { random, commands } = draft;
  const own = commands.filter(isQuestion).filter((command) => command.who === who);
  const earlier = own.length > 0 && random.chance(0.25) ? random.pick(own) : undefined;
  if (earlier !== undefined) {
    const { message, session, text } = earlier;
    const isOther = random.chance(0.1);
    const words = isOther ? `${text}！` : text;
    draft.add(who, { do: 'ask', message, session, text: words } satisfies AskAct);
    return;
  }
  const begun = own.filter(({ session }) => session === null).at(-1);
  const goesOn = begun !== undefined && random.chance(0.4);
  const session = goesOn ? { owner: who, message: begun.message } : null;
  const burst = random.chance(0.35) ? random.between(2, 4) : 1;
  for (let index = 0; index < burst; index += 1) {
    const message = draft.name('m');
    const words = random.chance(0.05) ? riskyWords(random.chance(0.3)) : random.pick(cleanWords);
    const act: AskAct = { do: 'ask', message, session, text: `${words}，${who} ${message}` };
    draft.add(
      who,
      random.chance(0.02) ? { ...act, aheadMs: random.between(1, 24) * monthMs } : act,
    );
    if (random.chance(0.12)) draft.add(who, act);
    if (random.chance(0.12)) {
      draft.wait(random.between(100, 2_500));
      draft.add(who, { do: 'stop', of: { owner: who, message } });
    }
  }
}

/** `isLong`: the risky word comes after the part of the text that one moderation call takes. */
function riskyWords(isLong: boolean): string {
  return isLong ? `${'🐱'.repeat(1300)}${riskyWord}` : riskyWord;
}

export function sessionOf({ owner, message }: QuestionRef): string {
  return questionKey(userIdOf(owner), { messageId: message }).sessionId;
}

export function answerOf({ owner, message }: QuestionRef): string {
  return questionKey(userIdOf(owner), { messageId: message }).answerId;
}

export function isQuestion(command: CommandOf<AnyAct>): command is CommandOf<AskAct> {
  return command.do === 'ask';
}
