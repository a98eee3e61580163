import type { ChatQuota } from '../../../../cloudfunctions/shared/contracts/chat';
import { getChatQuota } from '../service';
import { followQuota } from '../../../services/quota-news';
import type { Watch } from '../../../services/watch';
import { explain } from '../../../utils/dialog';

export type QuotaKeeper = ReturnType<typeof keepQuota>;

/**
 * The month's AP of whoever is signed in: read when the page comes to the front, read again when an admin changes them,
 * and taken from every reply that brings them.
 */
export function keepQuota(page: { show(quota: ChatQuota): void; failed(): void }) {
  let quota: ChatQuota | null = null;
  let newest = 0;
  let loaded = Promise.resolve();
  let watch: Watch | null = null;

  const show = (next: ChatQuota) => {
    quota = next;
    page.show(next);
  };

  const load = async () => {
    const request = ++newest;
    try {
      const read = await getChatQuota();
      if (request === newest) show(read);
    } catch (error) {
      console.warn(explain(error));
      if (request === newest && quota === null) page.failed();
    }
  };

  return {
    current: () => quota,
    load,

    /**
     * A reply brought a newer reading than any that is under way. Its limit is the one by which the question was taken,
     * so another than the one on the page may have changed meanwhile.
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
      loaded = load();
      watch = followQuota({
        async shown() {
          await loaded;
          if (quota === null) return null;
          const { limit, membershipLevel: level } = quota;
          return { limits: { chat_ap_monthly: limit }, level };
        },
        refresh: () => void load(),
      });
    },

    end() {
      watch?.close();
      watch = null;
    },
  };
}
