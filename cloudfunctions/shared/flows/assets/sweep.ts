import type { Files } from '../../data/core/files';
import { personKeptMs, photoLimits } from '../../domain/assets/asset';
import type { Asset } from '../../domain/assets/asset';
import { describeError } from '../../domain/log';
import { isAppError } from '../../error';
import type { Sweep } from '../due/sweep';
import { fetchUpload } from '../fetch-upload';
import { assetSettled } from '../tasks/asset-settled';
import type { AssetSettledNeeds } from '../tasks/asset-settled';
import { copyPhoto } from './photo';
import { storeCopy, submitAsset } from './register';
import type { StoreNeeds } from './register';
import { removeAssetFiles } from './remove';

export type AssetSweepNeeds = StoreNeeds & AssetSettledNeeds & { files: Pick<Files, 'find'> };

/** Continues registrations whose call died, and removes photos that are no longer needed. */
export const sweepAssets: Sweep<AssetSweepNeeds> = {
  name: 'assets',
  counts: ['photosRemoved'],
  signs: ({ assets }) => [assets.sign(), assets.uploads.sign()],
  async run(needs, run) {
    const { assets, clock, files } = needs;
    await run.throughAll(
      'assets',
      (limit) => assets.listDue(clock.now(), limit),
      async (row) => {
        if (await bringForward(row.read(), needs)) run.count('photosRemoved');
      },
    );
    await run.throughAll(
      'asset_uploads',
      (limit) => assets.uploads.listDue(clock.now(), limit),
      async (row) => {
        const upload = row.read();
        const fileId = await files.find(upload.path);
        if (fileId !== null) await files.remove([fileId]);
        await assets.uploads.forget(upload);
      },
    );
    run.expectAt(await assets.nextDueAt());
    run.expectAt(await assets.uploads.nextDueAt());
  },
};

/** True when its files were removed. */
async function bringForward(asset: Asset, needs: AssetSweepNeeds): Promise<boolean> {
  const { assets, clock } = needs;
  if (asset.filesRemovedAt !== null || asset.isSample) {
    await assets.planLook(asset, null);
    return false;
  }
  if (asset.removedAt !== null || asset.status === 'refused') return remove(asset, needs);
  if (asset.stage === 'begun') return resume(asset, needs);
  if (asset.stage === 'stored') {
    await ignoreGone(() => submitAsset(asset, needs));
    return false;
  }
  const dueAt = asset.kind === 'person' ? await personDueAt(asset, needs) : null;
  if (dueAt === null || dueAt > clock.now()) {
    await assets.planLook(asset, dueAt);
    return false;
  }
  // A task that began meanwhile has changed the row and keeps the photo.
  if (!(await assets.hideUnchanged(asset, clock.now()))) return false;
  const hidden = await assets.find(asset.id);
  return hidden === null ? false : remove(hidden, needs);
}

async function remove(asset: Asset, needs: AssetSweepNeeds): Promise<boolean> {
  const { assets, clock } = needs;
  const isGone = await removeAssetFiles(asset, needs);
  if (isGone) await assetSettled(asset.id, needs);
  // Looked at again when the last use ends.
  else await assets.planLook(asset, await assets.heldUntil(asset.id, clock.now()));
  return isGone;
}

/** The call that registered it died before our copy was stored. */
async function resume(asset: Asset, needs: AssetSweepNeeds): Promise<boolean> {
  const { assets, clock, log } = needs;
  const upload = await fetchUpload(asset.source, photoLimits.maxBytes, needs);
  if (upload !== 'missing') {
    try {
      await ignoreGone(() => storeCopy(asset, copyPhoto(upload, asset.digest), needs));
      return false;
    } catch (error) {
      if (!isAppError(error)) throw error;
      log.warn('photo not resumed', { asset: asset.id, cause: describeError(error) });
    }
  }
  const hidden = await assets.hide(asset.id, clock.now());
  return hidden === null ? false : remove(hidden, needs);
}

async function ignoreGone(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!isAppError(error) || error.failure !== 'ASSET_GONE') throw error;
  }
}

/** When the photo of a person is to be removed; null: not before something changes. */
async function personDueAt(
  { id, createdAt }: Asset,
  { assets, clock }: AssetSweepNeeds,
): Promise<Date | null> {
  if (!(await assets.removesPersons())) return null;
  if (await assets.isHeld(id, clock.now())) return null;
  const ends = (await assets.listUses(id)).map(({ endedAt }) => endedAt?.getTime() ?? 0);
  return new Date(Math.max(createdAt.getTime(), ...ends) + personKeptMs);
}
