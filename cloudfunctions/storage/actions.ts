import { defineAction } from '../shared/action';
import { storage } from '../shared/contracts/storage';
import { photoLimits, unfitPhoto } from '../shared/domain/assets/asset';
import { AppError } from '../shared/error';
import { registerPhoto } from '../shared/flows/assets/register';
import { removeAssetFiles } from '../shared/flows/assets/remove';
import { resumeMediaChecks } from '../shared/flows/moderation/submit';
import { assetSettled } from '../shared/flows/tasks/asset-settled';
import { describeError } from '../shared/domain/log';
import { startOf } from '../shared/paging';
import { viewAsset, viewAssets } from './view';

const pageSize = 20;

export const resolveAsset = defineAction(storage.resolveAsset, {
  access: 'member',
  async run({ sha256, md5, bytes, kind }, context) {
    const { assets, caller, clock, users } = context;
    const { userId, openid } = caller;
    const digest = sha256 ?? md5 ?? '';
    const asset = await assets.findByDigest(userId, kind, digest);
    if (asset !== null && asset.stage !== 'begun') {
      if (asset.status === 'pending') await resumeMediaChecks(context, openid);
      return { asset: await viewAsset(asset, context), upload: null };
    }
    // Checked before the phone uploads in vain.
    if (bytes > photoLimits.maxBytes) throw unfitPhoto('照片不能超过 4 MB');
    if ((await users.find(userId)) === null) throw new AppError('SIGN_IN_REQUIRED');
    const path = await assets.uploads.expect({ userId, kind, digest }, clock.now());
    return { asset: null, upload: { path } };
  },
});

export const registerAsset = defineAction(storage.registerAsset, {
  access: 'member',
  async run(registration, context) {
    const asset = await registerPhoto(registration, context);
    if (asset.status === 'pending') await resumeMediaChecks(context, context.caller.openid);
    return { asset: await viewAsset(asset, context) };
  },
});

export const listAssets = defineAction(storage.listAssets, {
  access: 'member',
  async run({ kind, cursor }, context) {
    const { assets, caller } = context;
    const { userId, openid } = caller;
    const isFirst = cursor == null || cursor === '';
    const [{ rows, nextCursor }, samples] = await Promise.all([
      assets.list(userId, kind, startOf(isFirst ? null : cursor), pageSize),
      isFirst ? assets.listSamples(kind) : [],
    ]);
    if (rows.some(({ status }) => status === 'pending')) await resumeMediaChecks(context, openid);
    // Files of an asset that has just begun may be missing; the next list includes it.
    const own = rows.filter(({ stage }) => stage !== 'begun');
    const views = await viewAssets([...own, ...samples], context);
    return { assets: views.slice(0, own.length), samples: views.slice(own.length), nextCursor };
  },
});

export const removeAsset = defineAction(storage.removeAsset, {
  access: 'member',
  async run({ assetId }, context) {
    const { assets, caller, clock, log } = context;
    const standing = await assets.find(assetId);
    if (standing === null || standing.isSample || standing.userId !== caller.userId) {
      throw new AppError('NOT_FOUND');
    }
    const hidden = await assets.hide(assetId, clock.now());
    try {
      if (hidden !== null && (await removeAssetFiles(hidden, context)))
        await assetSettled(assetId, context);
    } catch (error) {
      log.warn('photo not removed yet', { asset: assetId, cause: describeError(error) });
    }
    return { assetId };
  },
});
