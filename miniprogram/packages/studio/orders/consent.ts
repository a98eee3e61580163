import { getConsents, recordConsent } from '../service';
import { toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';

export type Consent = ReturnType<typeof createConsent>;

/** Asked once per launch: one question after a submit is enough. */
let isAsked = false;

/** Asks for the consent to send a message when a task has ended. `show`: whether it can be asked. */
export function createConsent(show: (canAsk: boolean) => void) {
  let templateIds: string[] = [];

  const guard = createGuard();

  const ask = async (): Promise<boolean> => {
    try {
      const answer = await wx.requestSubscribeMessage({ tmplIds: templateIds });
      const results = toResults(templateIds, answer);
      isAsked = true;
      show(false);
      const isAccepted = Object.values(results).some((result) => result.startsWith('accept'));
      if (Object.keys(results).length > 0) await recordConsent(results);
      if (isAccepted) toast('完成后会通知你');
      return isAccepted;
    } catch (error) {
      console.info('not asked', error);
      toast('通知没有开启，任务会照常完成');
      return false;
    }
  };

  return {
    async load(): Promise<void> {
      if (isAsked) return;
      try {
        const consents = await getConsents();
        templateIds = consents
          .filter(({ balance }) => balance <= 0)
          .map(({ templateId }) => templateId);
        show(templateIds.length > 0);
      } catch (error) {
        // The page works without the question.
        console.info('consents not read', error);
      }
    },

    /** Must be called in a tap handler, or WeChat refuses. Resolves to whether a message will be sent. */
    async ask(): Promise<boolean> {
      let isAccepted = false;
      await guard.run(async () => {
        isAccepted = templateIds.length > 0 && (await ask());
      });
      return isAccepted;
    },
  };
}

type Result = 'accept' | 'acceptWithAudio' | 'reject' | 'ban' | 'filter';
const results = new Set<unknown>(['accept', 'acceptWithAudio', 'reject', 'ban', 'filter']);

export function toResults(ids: string[], answer: Record<string, unknown>): Record<string, Result> {
  return Object.fromEntries(
    ids.filter((id) => results.has(answer[id])).map((id) => [id, answer[id] as Result]),
  );
}
