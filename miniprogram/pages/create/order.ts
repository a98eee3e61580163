import { begin } from '../../services/generation';
import { toast } from '../../utils/dialog';
import {
  draftVersion,
  emptyDraft,
  fillDraft,
  readDraft,
  rememberCharacter,
  storeDraft,
} from '../../utils/draft';
import type { Draft } from '../../utils/draft';
import { createGuard } from '../../utils/guard';
import { toText } from '../../utils/text';
import { precheck } from './precheck';
import type { KnownFacts, Refusal } from './precheck';

/** What an order needs of the page. */
export type OrderPage = {
  show: (draft: Draft, isSending: boolean) => void;
  facts: () => KnownFacts;
  /** Reads the facts again. Answers whether they were read. */
  refreshFacts: () => Promise<boolean>;
  /** Nothing was sent: judged by fresh facts, the cloud would refuse it. */
  refused: (refusal: Refusal) => void;
  /** The request was sent, but the result page did not open. */
  resultNotOpened: () => void;
};

export type Order = ReturnType<typeof createOrder>;

/** The draft on the page, and the one tap that sends it. */
export function createOrder(page: OrderPage) {
  let draft = emptyDraft;
  let shownVersion = -1;
  const guard = createGuard();

  const show = () => page.show(draft, guard.isHeld());

  const takeDraft = () => {
    shownVersion = draftVersion();
    draft = readDraft();
    show();
  };

  /** The phone never refuses by facts that may be out of date: in doubt the request is sent, and the cloud decides. */
  const findRefusal = async (): Promise<Refusal | null> => {
    if (precheck(draft, page.facts()) === null) return null;
    return (await page.refreshFacts()) ? precheck(draft, page.facts()) : null;
  };

  const send = async (): Promise<void> => {
    show();
    const { networkType } = await wx.getNetworkType();
    if (networkType === 'none') {
      toast('没有网络，描述已保留');
      return;
    }
    const refusal = await findRefusal();
    if (refusal !== null) {
      page.refused(refusal);
      return;
    }
    rememberCharacter(draft.character);
    const { requestId } = begin({ ...draft, prompt: toText(draft.prompt) });
    try {
      await wx.navigateTo({ url: `/packages/picture/result/index?request=${requestId}` });
      guard.hold();
    } catch (error) {
      // The request is in flight nevertheless.
      page.resultNotOpened();
      console.warn(error);
    }
  };

  return {
    draft: () => draft,
    show,

    /** Called when the page comes to the front: another page may have filled the draft, and the next tap is a new request. */
    begin() {
      guard.release();
      if (shownVersion === draftVersion()) show();
      else takeDraft();
    },

    change(change: Partial<Draft>) {
      draft = { ...draft, ...change };
      storeDraft(draft);
      show();
    },

    /** Replaces the draft. */
    fill(next: Partial<Draft>) {
      fillDraft(next);
      takeDraft();
    },

    /** Further taps are dropped until the request was refused here, or the page is shown again. */
    async send(): Promise<void> {
      await guard.run(send);
      show();
    },
  };
}
