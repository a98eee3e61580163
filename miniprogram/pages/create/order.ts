import type { DailyUsage } from '../../../cloudfunctions/shared/contracts/values';
import { begin } from '../../services/generation';
import { currentUser } from '../../services/session';
import { toast } from '../../utils/dialog';
import {
  draftVersion,
  emptyDraft,
  fillDraft,
  keepDraft,
  readDraft,
  rememberCharacter,
} from '../../utils/draft';
import type { Draft } from '../../utils/draft';
import { toText } from '../../utils/text';
import { foreseeRefusal } from './foresee';
import type { Foreseen } from './foresee';

/** What an order tells the page. */
export type OrderPage = {
  show: (draft: Draft, isSending: boolean) => void;
  /** Nothing was sent: the cloud would refuse it. */
  refused: (refusal: Foreseen) => void;
  /** It was sent, but the page of its result did not open. */
  strayed: () => void;
};

export type Order = ReturnType<typeof createOrder>;

/** The picture that is being asked for: the draft, and the one tap that sends it. */
export function createOrder(page: OrderPage) {
  let draft = emptyDraft;
  /** The version of the draft that is shown. */
  let seen = -1;
  let isSending = false;

  const show = () => page.show(draft, isSending);

  const take = () => {
    seen = draftVersion();
    draft = readDraft();
    show();
  };

  const setSending = (next: boolean) => {
    isSending = next;
    show();
  };

  return {
    draft: () => draft,
    show,

    /** The page comes to the front: another may have filled the draft, and what was sent before locks nothing. */
    begin() {
      isSending = false;
      if (seen === draftVersion()) show();
      else take();
    },

    change(change: Partial<Draft>) {
      draft = { ...draft, ...change };
      keepDraft(draft);
      show();
    },

    /** Puts something else in the place of the draft. */
    fill(next: Partial<Draft>) {
      fillDraft(next);
      take();
    },

    async send(usage: DailyUsage | null) {
      // Two taps in a row are one request: the lock holds until the page is shown again.
      if (isSending) return;
      const refusal = foreseeRefusal(draft, currentUser(), usage);
      if (refusal !== null) {
        page.refused(refusal);
        return;
      }
      setSending(true);
      const { networkType } = await wx.getNetworkType();
      if (networkType === 'none') {
        setSending(false);
        toast('没有网络，描述已保留');
        return;
      }
      rememberCharacter(draft.character);
      const { requestId } = begin({ ...draft, prompt: toText(draft.prompt) });
      try {
        await wx.navigateTo({ url: `/packages/picture/result/index?request=${requestId}` });
      } catch (error) {
        // The request is under way all the same.
        setSending(false);
        page.strayed();
        console.warn(error);
      }
    },
  };
}
