import { consentIdOf, newConsent, withAnswer, withNothingLeft } from '../../domain/notify/consent';
import type { Consent, ConsentResult } from '../../domain/notify/consent';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseConsent } from '../rows/subscribe-consent';

/** `subscribe_consents`: the message templates that users have agreed to. */
export function createConsentRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const reader = createRowReader(parseConsent, onInvalidRow);
  return {
    /** Counts every answer once per request, all answers of a request or none. Throws REQUEST_REUSED if the answers differ. */
    record(
      userId: string,
      requestId: string,
      results: ReadonlyMap<string, ConsentResult>,
    ): Promise<void> {
      return inTransaction(database, clock, async (transaction) => {
        for (const [templateId, result] of results) {
          const consent = await readConsent(transaction, userId, templateId);
          const known = consent.requests.find((request) => request.requestId === requestId);
          if (known !== undefined && known.result !== result) throw new AppError('REQUEST_REUSED');
          const counted = withAnswer(consent, requestId, result);
          if (counted !== null) await writeConsent(transaction, counted);
        }
      });
    },

    async list(userId: string, templateIds: readonly string[]): Promise<Consent[]> {
      if (templateIds.length === 0) return [];
      const ids = templateIds.map((templateId) => consentIdOf(userId, templateId));
      const { data } = await database
        .collection('subscribe_consents')
        .where({ _id: database.command.in(ids) })
        .limit(ids.length)
        .get();
      return reader.readAll(data);
    },

    /** WeChat reports that the user accepts no more messages. */
    clear(userId: string, templateId: string): Promise<void> {
      return inTransaction(database, clock, async (transaction) => {
        const consent = await readConsent(transaction, userId, templateId);
        if (consent.balance > 0) await writeConsent(transaction, withNothingLeft(consent));
      });
    },
  };
}

export async function readConsent(
  transaction: Transaction,
  userId: string,
  templateId: string,
): Promise<Consent> {
  const id = consentIdOf(userId, templateId);
  const { data } = await transaction.collection('subscribe_consents').doc(id).get();
  return isMissing(data) ? newConsent(userId, templateId) : parseConsent(data);
}

export async function writeConsent(
  transaction: Transaction,
  { id, ...data }: Consent,
): Promise<void> {
  await transaction.collection('subscribe_consents').doc(id).set({ data });
}
