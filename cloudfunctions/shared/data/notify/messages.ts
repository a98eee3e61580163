import { maxSendingMs, maxTries, retryAfterMs, taskMessageId } from '../../domain/notify/message';
import type { Message, SendAnswer } from '../../domain/notify/message';
import { withNothingLeft, withSend, withoutSend } from '../../domain/notify/consent';
import type { Consent } from '../../domain/notify/consent';
import type { Clock } from '../../domain/time/clock';
import { isAudited, writeAudit } from '../core/audit';
import type { AdminRequest } from '../core/audit';
import type { Database, Transaction } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { nextDueAt } from '../core/next-due';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseOutboxMessage } from '../rows/outbox-message';
import { expectDueWithin } from '../timers/expect-due';
import type { Sign } from '../timers/sign';
import { readConsent, writeConsent } from './consents';

export type NewMessage = Omit<Message, 'state' | 'tries' | 'outcome' | 'messageId' | 'version'>;

/** Queues a message to be sent, unless it exists already. */
export async function queueMessage(transaction: Transaction, message: NewMessage): Promise<void> {
  const { id, ...data } = message;
  const reference = transaction.collection('message_outbox').doc(id);
  if (!isMissing((await reference.get()).data)) return;
  if (message.dueAt !== null) await expectDueWithin(transaction, message.dueAt);
  await reference.set({
    data: { ...data, state: 'waiting', tries: 0, outcome: '', messageId: '', version: 0 },
  });
}

/** `message_outbox`: each message is sent at most once. */
export function createMessageRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const { command } = database;
  const reader = createRowReader(parseOutboxMessage, onInvalidRow);
  const messages = () => database.collection('message_outbox');

  /** Null if another call has changed it meanwhile. */
  function change(
    message: Message,
    step: (transaction: Transaction, standing: Message) => Promise<Partial<Message>>,
  ): Promise<Message | null> {
    return inTransaction(database, clock, async (transaction) => {
      const reference = transaction.collection('message_outbox').doc(message.id);
      const { data: row } = await reference.get();
      const standing = isMissing(row) ? null : parseOutboxMessage(row);
      if (standing?.version !== message.version) return null;
      const data = { ...(await step(transaction, standing)), version: standing.version + 1 };
      if (data.dueAt != null) await expectDueWithin(transaction, data.dueAt);
      await reference.update({ data });
      return { ...standing, ...data };
    });
  }

  return {
    async find(id: string): Promise<Message | null> {
      return reader.readOptional((await messages().doc(id).get()).data);
    },

    /** Queues a message of an admin, with its line in `admin_logs`, once per request. Throws REQUEST_REUSED. */
    queueAudited: (message: NewMessage, request: AdminRequest): Promise<void> =>
      inTransaction(database, clock, async (transaction) => {
        if (await isAudited(transaction, request)) return;
        await queueMessage(transaction, message);
        const after = { message: message.id, words: message.words };
        await writeAudit(transaction, request, { before: {}, after }, clock.now());
      }),

    /** The user has seen the end of the task in the app: the message is not needed any more. */
    async markSeen(taskId: string): Promise<void> {
      await messages()
        .where({ _id: taskMessageId(taskId), state: 'waiting' })
        .update({ data: { state: 'seen', dueAt: null, version: command.inc(1) } });
    },

    /**
     * Uses up one consent, and records that WeChat is about to be asked: afterwards the outcome is either known, or unknown for
     * ever. Returns the message as `noConsent` if there is no consent; null if another call was faster.
     */
    claim(message: Message, templateId: string): Promise<Message | null> {
      return change(message, async (transaction) => {
        const consent = await readConsent(transaction, message.userId, templateId);
        const spent = withSend(consent);
        if (spent === null) return { state: 'noConsent', dueAt: null };
        await writeConsent(transaction, spent);
        const dueAt = new Date(clock.now().getTime() + maxSendingMs);
        return { state: 'sending', tries: message.tries + 1, dueAt };
      });
    },

    /** Records WeChat's answer; null means that the outcome is unknown. */
    settle(
      message: Message,
      templateId: string,
      answer: SendAnswer | null,
    ): Promise<Message | null> {
      return change(message, async (transaction, { tries }) => {
        if (answer === null) return { state: 'unknown', outcome: '没有回应', dueAt: null };
        if (answer.state === 'sent') {
          return { state: 'sent', messageId: answer.messageId, outcome: 'ok', dueAt: null };
        }
        const given = withoutSend(await readConsent(transaction, message.userId, templateId));
        await writeConsent(transaction, afterRefusal(given, answer));
        const outcome = String(answer.code);
        if (answer.state === 'retry' && tries < maxTries) {
          const dueAt = new Date(clock.now().getTime() + retryAfterMs(tries));
          return { state: 'waiting', outcome, dueAt };
        }
        return {
          state: answer.state === 'noConsent' ? 'noConsent' : 'failed',
          outcome,
          dueAt: null,
        };
      });
    },

    /** Gives up on the message. */
    drop: (message: Message, outcome: string): Promise<Message | null> =>
      change(message, () => Promise.resolve({ state: 'failed', outcome, dueAt: null })),

    /** WeChat has later reported what became of the message. */
    async noteDelivery(messageId: string, userId: string, outcome: string): Promise<void> {
      await messages().where({ messageId, userId }).update({ data: { outcome } });
    },

    sign(): Sign {
      return { collection: 'message_outbox', where: { dueAt: command.gt(new Date(0)) } };
    },

    nextDueAt: () => nextDueAt(database, 'message_outbox'),

    async listDue(now: Date, limit: number): Promise<LazyRow<Message>[]> {
      const { data } = await messages()
        .where({ dueAt: command.lte(now) })
        .orderBy('dueAt', 'asc')
        .limit(limit)
        .get();
      return data.map((row) => toLazyRow(row, parseOutboxMessage));
    },
  };
}

function afterRefusal(consent: Consent, { state }: SendAnswer): Consent {
  return state === 'noConsent' ? withNothingLeft(consent) : consent;
}
