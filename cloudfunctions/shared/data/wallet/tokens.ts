import type { TokenStore } from '../../domain/wallet/wechat-server';
import type { Database } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseWechatToken } from '../rows/wechat-token';

/** Longer than a fetch takes; a fetcher that died blocks the others no longer than this. */
const leaseMs = 10_000;

export function createTokenStore(
  database: Database,
  name: string,
  onInvalidRow: OnInvalidRow,
): TokenStore {
  const reader = createRowReader(parseWechatToken, onInvalidRow);
  const tokens = () => database.collection('wechat_tokens');
  const leaseOf = (claimedAt: Date) => new Date(claimedAt.getTime() + leaseMs);
  return {
    async read() {
      const { data } = await tokens().doc(name).get();
      const token = reader.readOptional(data);
      // An unreadable row could never be claimed; WeChat returns the same token again.
      if (token === null && !isMissing(data)) await tokens().doc(name).remove();
      return token;
    },

    async claim(now) {
      const leaseUntil = leaseOf(now);
      const { stats } = await tokens()
        .where({ _id: name, leaseUntil: database.command.lte(now) })
        .update({ data: { leaseUntil } });
      if (stats.updated > 0) return true;
      const first = { value: '', expiresAt: new Date(0), leaseUntil };
      try {
        await tokens().add({ data: { _id: name, ...first } });
        return true;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return false;
      }
    },

    async put({ value, expiresAt }) {
      await tokens()
        .doc(name)
        .set({ data: { value, expiresAt, leaseUntil: new Date(0) } });
    },

    async release(claimedAt) {
      await tokens()
        .where({ _id: name, leaseUntil: leaseOf(claimedAt) })
        .update({ data: { leaseUntil: new Date(0) } });
    },
  };
}
