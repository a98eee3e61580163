import type { ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import { getChatQuota } from '../service';
import { watchQuota } from '../../../services/quota-watch';
import type { Watch } from '../../../services/watch';
import { explain } from '../../../utils/dialog';
import { createResetTimer } from '../../../utils/reset-timer';

export type QuotaStore = ReturnType<typeof createQuotaStore>;

/**
 * The user's AP of the month. They are read when the page comes to the front, when an admin has changed the limit and
 * when the month is reset, and taken from replies that carry them.
 */
export function createQuotaStore(page: { show(quota: ChatQuota): void; failed(): void }) {
  let quota: ChatQuota | null = null;
  let newest = 0;
  let loaded = Promise.resolve(false);
  let watch: Watch | null = null;

  const show = (next: ChatQuota) => {
    quota = next;
    if (watch !== null) resetTimer.start(next.resetAt, Date.now());
    page.show(next);
  };

  /** Resolves to whether it was read. When a newer read has started, the result is dropped. */
  const load = async (): Promise<boolean> => {
    const request = ++newest;
    try {
      const read = await getChatQuota();
      if (request === newest) show(read);
      return true;
    } catch (error) {
      console.warn(explain(error));
      if (request === newest && quota === null) page.failed();
      return false;
    }
  };

  const resetTimer = createResetTimer(() => void load());

  return {
    current: () => quota,
    load,

    /**
     * Takes the quota of a reply, which is newer than any read in flight. Its limit is the one at the time of the
     * question: when the page shows another limit, an admin may have changed it since, so the quota is read again.
     */
    take(next: ChatQuota) {
      if (quota !== null && quota.limit !== next.limit) {
        void load();
        return;
      }
      newest += 1;
      show(next);
    },

    begin() {
      if (watch !== null) return;
      watch = watchQuota({
        async shown() {
          await loaded;
          if (quota === null) return null;
          const { limit, membershipLevel: level } = quota;
          return { limits: { chat_ap_monthly: limit }, level };
        },
        refresh: () => void load(),
      });
      loaded = load();
    },

    end() {
      resetTimer.stop();
      watch?.close();
      watch = null;
    },
  };
}
