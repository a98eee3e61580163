import type { AccountArea } from '../../data/account/area';
import type { Files } from '../../data/core/files';
import type { NotifyArea } from '../../data/notify/area';
import type { FormerUser } from '../../data/rows/former-user';
import type { OrderRepository } from '../../data/wallet/orders';
import { isRunning } from '../../domain/work/work';
import { removeOwnedArchives } from '../archive/archive';
import type { ArchiveArea } from '../../data/archive/area';
import { removeFiles } from '../generation/remove-files';
import type { RemoveFilesNeeds } from '../generation/remove-files';
import { removeOwnedAssets } from '../assets/removal';
import type { OwnedAssetNeeds } from '../assets/removal';

export type RemovalNeeds = RemoveFilesNeeds &
  OwnedAssetNeeds & {
    account: AccountArea;
    archive: ArchiveArea;
    notify: Pick<NotifyArea, 'removeOwned'>;
    files: Pick<Files, 'download' | 'find' | 'remove' | 'upload'>;
    wallet: { orders: Pick<OrderRepository, 'hasOpen'> };
  };

const filesPerCall = 50;

/** Something that must have ended before an account may be deleted. `what` is its name in the refusal message. */
type OpenBusiness = {
  what: string;
  isOpen: (userId: string, needs: RemovalNeeds) => Promise<boolean>;
};

/** Every area adds its own entries. */
export const openBusiness: readonly OpenBusiness[] = [
  {
    what: '作品',
    isOpen: async (userId, { account }) => (await account.ownedRows.countWorksUnderWay(userId)) > 0,
  },
  {
    what: '聊天回答',
    isOpen: async (userId, { account }) =>
      (await account.ownedRows.countAnswersUnderWay(userId)) > 0,
  },
  {
    what: '订单',
    isOpen: (userId, { wallet }) => wallet.orders.hasOpen(userId),
  },
];

/**
 * Removes one kind of what a deleted account owned. Idempotent: after a failure it starts over. False: something is still in
 * flight, so the removal must run again.
 */
type Removal = (owner: FormerUser, needs: RemovalNeeds) => Promise<boolean>;

/** Runs in this order. Kept: money rows (`credit_logs`, AP usage, audits) and rows of works, without their texts. */
export const removals: readonly Removal[] = [
  removeProfileFiles,
  removeWorks,
  async ({ userId }, needs) => {
    await removeOwnedAssets(userId, needs);
    return true;
  },
  async ({ userId }, { notify }) => {
    await notify.removeOwned(userId);
    return true;
  },
  async ({ userId }, { account }) => {
    if ((await account.ownedRows.countAnswersUnderWay(userId)) > 0) return false;
    await account.ownedRows.removeChat(userId);
    return true;
  },
  async ({ userId }, needs) => {
    await removeOwnedArchives(userId, needs);
    return true;
  },
  async ({ userId }, needs) => {
    await removeLatePictures(userId, needs);
    await needs.account.ownedRows.removeTasks(userId);
    return true;
  },
  async ({ openid }, { account }) => {
    await account.ownedRows.removeModerations(openid);
    return true;
  },
  async ({ userId }, { account }) => {
    await account.ownedRows.blankLedgerTitles(userId);
    await account.ownedRows.removeOwn(userId);
    return true;
  },
];

async function removeProfileFiles({ files: ids }: FormerUser, { files }: RemovalNeeds) {
  if (ids.length > 0) await files.remove(ids);
  return true;
}

/** Returns false while a work that was admitted during the deletion is still running. */
async function removeWorks({ userId }: FormerUser, needs: RemovalNeeds): Promise<boolean> {
  const { account, clock } = needs;
  if ((await account.ownedRows.countWorksUnderWay(userId)) > 0) return false;
  await account.ownedRows.deleteWorks(userId, clock.now());
  for (;;) {
    const works = (await account.ownedRows.listWorksWithFiles(userId)).map((row) => row.read());
    if (works.length === 0) return true;
    if (works.some(isRunning)) return false;
    for (const work of works) await removeFiles(work, needs);
  }
}

/** Late pictures are found through the user's jobs, so the jobs are removed after them. */
async function removeLatePictures(userId: string, needs: RemovalNeeds): Promise<void> {
  const { account, files } = needs;
  for (let after: string | null = ''; after !== null;) {
    const { fileIds, last } = await account.ownedRows.listLatePictures(userId, after);
    for (let start = 0; start < fileIds.length; start += filesPerCall) {
      const some = fileIds.slice(start, start + filesPerCall);
      await files.remove(some);
      await account.ownedRows.forgetLatePictures(some);
    }
    after = last;
  }
}
