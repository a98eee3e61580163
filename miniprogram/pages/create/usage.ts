import type { Plan } from '../../../cloudfunctions/shared/contracts/quota';
import type { DailyUsage } from '../../../cloudfunctions/shared/contracts/values';
import { getDailyUsage } from '../../services/ai-generate';
import { plansForDialog } from '../../services/quota';
import { followQuota } from '../../services/quota-news';
import { currentUser, signIn, takeUsageAtSignIn } from '../../services/session';
import { getUser } from '../../services/user-info';
import type { Watch } from '../../services/watch';
import { explain } from '../../utils/dialog';

export type UsageKeeper = ReturnType<typeof keepUsage>;

/** Today's count: read when the page comes to the front, and read again when an admin changes the limit. */
export function keepUsage(page: { show(usage: DailyUsage | null): void }) {
  let usage: DailyUsage | null = null;
  let plans = Promise.resolve<Plan[]>([]);
  let newest = 0;
  let loaded = Promise.resolve();
  let watch: Watch | null = null;

  const load = async () => {
    const request = ++newest;
    try {
      await signIn();
      const read = takeUsageAtSignIn() ?? (await getDailyUsage());
      // What the count calls the user decides the price as well.
      if (read.userType !== currentUser()?.tier) await renewUser();
      if (request !== newest) return;
      usage = read;
      // The next tap on 生成 will want to compare.
      if (read.remaining <= 0) plans = plansForDialog();
      page.show(read);
    } catch (error) {
      console.warn(explain(error));
      if (request === newest) page.show(null);
    }
  };

  return {
    current: () => usage,
    /** What memberships would give; asked for when nothing is left of the day. */
    plans: () => plans,
    load,

    begin() {
      loaded = load();
      watch ??= followQuota({
        async shown() {
          await loaded;
          return usage && { limits: { image_daily: usage.limit } };
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

async function renewUser(): Promise<void> {
  try {
    await getUser();
  } catch (error) {
    console.warn(explain(error));
  }
}
