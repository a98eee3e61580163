import { holdMs } from '../../cloudfunctions/shared/domain/chat/conversation';
import { nextMonth } from '../../cloudfunctions/shared/domain/time/business-month';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../devtools/emulator/database/database';
import { openStudio } from './studio';
import type { Studio } from './studio';

type QuestionInput = { messageId?: string; sessionId?: string; text?: string };

/** Helpers for the chat of a studio. */
export function createChat(studio: Studio) {
  const rows = (name: string) => (query?: Document) => studio.cloud.collection(name).rows(query);
  const chat = {
    send: (asked: QuestionInput = {}, who = 'alice') =>
      studio.call(who, 'chat', 'send', { messageId: 'm1', text: '雨中的橘猫', ...asked }),
    quota: (who = 'alice') => studio.call(who, 'chat', 'getQuota', {}),
    messages: (sessionId: string, who = 'alice') =>
      studio.call(who, 'chat', 'listMessages', { sessionId }),

    quotas: rows('chat_quotas'),
    logs: rows('chat_usage_logs'),
    sessions: rows('chat_sessions'),
    rows: rows('chat_messages'),
    answers: (query: Document = {}) => rows('chat_messages')({ role: 'assistant', ...query }),

    /** Stores an account as earlier months may have left it. */
    account(changes: Document, who = 'alice') {
      const userId = userIdOf(who);
      const now = new Date(studio.cloud.cloud.clock.now());
      studio.cloud.collection('chat_quotas').put({
        ...{ _id: userId, userId, membershipLevel: 'free', monthlyQuota: 100 },
        ...{ monthlyUsed: 0, holds: [], totalUsed: 0, todayUsed: 0, todayDay: '20200101' },
        ...{ quotaResetAt: nextMonth(now), createdAt: now, updatedAt: now },
        ...changes,
      });
      return userId;
    },
    /** Writes the limit that an admin's adjustment would write. */
    limitTo(ap: number, who = 'alice') {
      const userId = userIdOf(who);
      studio.cloud.collection('user_subscriptions').put({
        ...{ _id: userId, userId, status: 'none', version: 1 },
        customQuotas: { chat_ap_monthly: { value: ap } },
      });
    },
    clock: (to: { now: string } | { offsetMs: number }) =>
      studio.cloud.control('PUT', '/local/clock', to),
    /** Polls until the row of the answer satisfies `fits`. */
    async answerOf(messageId: string, fits: (row: Document) => boolean): Promise<Document> {
      for (;;) {
        const [row] = chat.answers({ messageId });
        if (row !== undefined && fits(row)) return row;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    /** Rolls back open transactions, as the cloud does within thirty seconds after a function has died. */
    endTransactions() {
      const { database } = studio.cloud.cloud;
      database.import([...database.export()]);
    },
    afterHolds: () => chat.clock({ offsetMs: holdMs + 1_000 }),
  };
  return chat;
}

/**
 * Opens a studio with its chat for the tests of a `describe`. Each test starts with alice as the only user, no faults and the
 * real time; afterwards the books of the chat are checked.
 */
export function withChat(use: (opened: { studio: Studio; chat: Chat }) => void): void {
  let studio: Studio;
  let chat: Chat;

  beforeAll(async () => {
    studio = await openStudio();
    chat = createChat(studio);
    use({ studio, chat });
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    studio.zhipu.setRules([]);
    await chat.clock({ offsetMs: 0 });
    await studio.member('alice');
  });
  afterEach(() => {
    const broken = chatViolations(chat);
    if (broken.length > 0) throw new Error(broken.join('\n'));
  });
}

export type Chat = ReturnType<typeof createChat>;

type Message = { _id: string; status: string; apUsed: number; text: string; proposal?: object };
type Log = { _id: string; userId: string; apUsed: number };
type Quota = { _id: string; totalUsed: number };

/** Violations found in the rows of the chat, as sentences; empty when everything holds. */
export function chatViolations(chat: Chat): string[] {
  const found: string[] = [];
  const logs = chat.logs() as Log[];
  const paid = new Set(logs.map(({ _id }) => _id));
  for (const { _id, status, apUsed, text, proposal } of chat.answers() as Message[]) {
    const isGiven = status === 'completed' || (status === 'stopped' && apUsed !== 0);
    if (isGiven !== paid.has(_id)) found.push(`${_id} is ${status}, paid: ${paid.has(_id)}`);
    if (isGiven && apUsed === 0) found.push(`${_id} costs nothing`);
    const isEmpty = text === '' && proposal === undefined;
    if ((status === 'failed' || status === 'refused') && !isEmpty) {
      found.push(`${_id} is ${status} and says something`);
    }
  }
  for (const { _id, totalUsed } of chat.quotas() as Quota[]) {
    const sum = logs
      .filter(({ userId }) => userId === _id)
      .reduce((total, { apUsed }) => total + apUsed, 0);
    if (totalUsed !== sum) found.push(`${_id} used ${totalUsed}, its logs say ${sum}`);
  }
  return found;
}
