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
 * The sheet shown before a share card is sent. The public view is opened meanwhile, so that it exists when WeChat asks for
 * the card. `show` takes the sheet's state and the public view.
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

  /** Calls run one after another, so that the last tap wins. */
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
        // The call failed, so the public view is unchanged: show its setting.
        const shown = known.get(id)?.withPrompt ?? false;
        update({ state: 'failed', reason: explain(error), withPrompt: shown });
      }
    }
  };

  return {
    share: (id: string): Share | null => known.get(id) ?? null,

    /** Takes the public view that the cloud returned with the work. */
    know(id: string, share: Share | null) {
      if (share === null) known.delete(id);
      else known.set(id, share);
    },

    /** Opens the public view for a card that is shared without the sheet. */
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

    /** Closes the public view, and calls `done` when it is closed. */
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
