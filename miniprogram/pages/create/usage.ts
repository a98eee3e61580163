import type { Plan } from '../../../cloudfunctions/shared/contracts/quota';
import type { DailyUsage } from '../../../cloudfunctions/shared/contracts/values';
import { getDailyUsage, refreshOptions } from '../../services/ai-generate';
import { onGeneration } from '../../services/generation';
import { plansForDialog } from '../../services/quota';
import { watchQuota } from '../../services/quota-watch';
import { currentUser, signIn, takeUsageAtSignIn } from '../../services/session';
import { getUser, refreshUser } from '../../services/user-info';
import type { Watch } from '../../services/watch';
import { explain } from '../../utils/dialog';
import { createResetTimer } from '../../utils/reset-timer';

export type UsageStore = ReturnType<typeof createUsageStore>;

/**
 * Today's usage and the user's balance. They are read when the page comes to the front, when a generation has begun or
 * ended, when an admin has changed the limit, and when the usage is reset.
 */
export function createUsageStore(page: { show(usage: DailyUsage | null): void }) {
  let usage: DailyUsage | null = null;
  let plans = Promise.resolve<Plan[]>([]);
  let newestRead = 0;
  let newest = Promise.resolve(false);
  let watch: Watch | null = null;
  const resetTimer = createResetTimer(() => void load());

  /** Resolves to whether it was read. When a newer read has started, it resolves with that one. */
  const take = async (request: number, read: () => Promise<DailyUsage>): Promise<boolean> => {
    try {
      const next = await read();
      if (request !== newestRead) return await newest;
      usage = next;
      if (next.remaining <= 0) plans = plansForDialog();
      if (watch !== null) resetTimer.start(next.resetAt, Date.now());
      page.show(next);
      return true;
    } catch (error) {
      if (request !== newestRead) return newest;
      console.warn(explain(error));
      page.show(null);
      return false;
    }
  };

  const start = (read: () => Promise<DailyUsage>): Promise<boolean> => {
    newestRead += 1;
    newest = take(newestRead, read);
    return newest;
  };

  /** The first usage comes with the sign-in; the page can do without a fresh user then. */
  const load = () =>
    start(async () => {
      await signIn();
      const atSignIn = takeUsageAtSignIn();
      if (atSignIn !== null) return atSignIn;
      const [read] = await Promise.all([getDailyUsage(), refreshUser()]);
      return read;
    });

  const stopListening = onGeneration((event) => {
    if (event === 'ended' && watch !== null) void load();
  });

  const end = () => {
    resetTimer.stop();
    watch?.close();
    watch = null;
  };

  return {
    current: () => usage,
    /** The plans for the limit dialog; read when no usage is left. */
    plans: () => plans,
    load,
    end,

    /** Reads from the cloud all that a refusal depends on. Answers whether all of it was read. */
    confirm: () =>
      start(async () => {
        const [read] = await Promise.all([getDailyUsage(), getUser(), refreshOptions()]);
        return read;
      }),

    begin() {
      const loaded = load();
      watch ??= watchQuota({
        async shown() {
          await loaded;
          return usage && { limits: { image_daily: usage.limit }, credits: currentUser()?.credits };
        },
        refresh: () => void load(),
      });
    },

    close() {
      end();
      stopListening();
      newestRead += 1;
    },
  };
}
