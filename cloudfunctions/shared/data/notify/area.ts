import * as z from 'zod';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import type { OnInvalidRow } from '../core/rows';
import { createConsentRepository } from './consents';
import { createMessageRepository } from './messages';

const Owner = z.object({ _openid: z.string().min(1) });

export type NotifyArea = ReturnType<typeof createNotifyArea>;

export function createNotifyArea(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  return {
    consents: createConsentRepository(database, clock, onInvalidRow),
    messages: createMessageRepository(database, clock, onInvalidRow),

    /** Null for a user who has no account. */
    async findOpenid(userId: string): Promise<string | null> {
      const { data } = await database.collection('users').doc(userId).get();
      return Owner.safeParse(data).data?._openid ?? null;
    },

    /** Nothing of a deleted account has to be kept. */
    async removeOwned(userId: string): Promise<void> {
      for (const collection of ['message_outbox', 'subscribe_consents']) {
        await database.collection(collection).where(requireDefined({ userId })).remove();
      }
    },
  };
}
