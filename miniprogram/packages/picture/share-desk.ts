import type { Share } from '../../../cloudfunctions/shared/contracts/workManage';
import { shareWork, unshareWork } from '../../services/sharing';
import { confirm, explain, toast } from '../../utils/dialog';
import { createGuard } from '../../utils/guard';

export type ShareView = {
  isOpen: boolean;
  state: 'preparing' | 'ready' | 'failed';
  withPrompt: boolean;
  reason: string;
};

export const closedShare: ShareView = {
  isOpen: false,
  state: 'preparing',
  withPrompt: false,
  reason: '',
};

export type ShareDesk = ReturnType<typeof createShareDesk>;

/**
 * The sheet before a card is sent. The public view is opened while the sheet is read, so that it stands when WeChat asks for
 * the card. `show`: what the sheet shows, and the view as it stands.
 */
export function createShareDesk(show: (view: ShareView, share: Share | null) => void) {
  const known = new Map<string, Share>();
  const takingBack = createGuard();
  let workId = '';
  let view = closedShare;
  let calls: Promise<unknown> = Promise.resolve();

  const update = (change: Partial<ShareView>) => {
    view = { ...view, ...change };
    show(view, known.get(workId) ?? null);
  };

  /** One call at a time: the choice of the last tap is what remains. */
  const prepare = (id: string, withPrompt?: boolean): Promise<Share> => {
    const call = calls.then(() => shareWork(id, withPrompt));
    calls = call.catch(() => undefined);
    return call.then(({ token, withPrompt: isShown }) => {
      const share = { token, withPrompt: isShown };
      known.set(id, share);
      return share;
    });
  };

  const run = async (withPrompt?: boolean) => {
    const id = workId;
    const isLatest = () => id === workId && (withPrompt ?? view.withPrompt) === view.withPrompt;
    update({ state: 'preparing', reason: '', ...(withPrompt !== undefined && { withPrompt }) });
    try {
      const share = await prepare(id, withPrompt);
      if (isLatest()) update({ state: 'ready', withPrompt: share.withPrompt });
    } catch (error) {
      if (isLatest()) {
        // The view shows what it showed before.
        const shown = known.get(id)?.withPrompt ?? false;
        update({ state: 'failed', reason: explain(error), withPrompt: shown });
      }
    }
  };

  return {
    share: (id: string): Share | null => known.get(id) ?? null,

    /** As the cloud has answered with the work. */
    know(id: string, share: Share | null) {
      if (share === null) known.delete(id);
      else known.set(id, share);
    },

    /** For a card that is asked for without the sheet. */
    prepare,

    open(id: string) {
      workId = id;
      view = { ...closedShare, isOpen: true, withPrompt: known.get(id)?.withPrompt ?? false };
      if (known.has(id)) update({ state: 'ready' });
      else void run();
    },
    choose: (withPrompt: boolean) => run(withPrompt),
    retry: () => run(),
    close: () => update({ isOpen: false }),

    /** Takes the view back, and calls `done` once it is closed. */
    takeBack(id: string, done: () => void) {
      void takingBack.run(async () => {
        const isSure = await confirm({
          title: '撤回分享？',
          content: '卡片打开后会显示「作品已不公开」，别人已经保存的图片不受影响',
          confirmText: '撤回',
        });
        if (!isSure) return;
        try {
          await unshareWork(id);
          known.delete(id);
          toast('已撤回');
          done();
        } catch (error) {
          toast(explain(error));
        }
      });
    },
  };
}
