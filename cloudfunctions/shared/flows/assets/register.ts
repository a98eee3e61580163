import type { Files } from '../../data/core/files';
import { retry } from '../../data/core/retry';
import type { UsersArea } from '../../data/users/area';
import {
  assetPath,
  assetSubject,
  assetThumbnailPath,
  personKeptMs,
  photoLimits,
  requireOwnPhoto,
  unfitPhoto,
} from '../../domain/assets/asset';
import type { Asset, AssetKind } from '../../domain/assets/asset';
import { siblingFileId, storagePath } from '../../domain/assets/avatar';
import { describeError } from '../../domain/log';
import { isSettled } from '../../domain/moderation/media-check';
import { requireStorage } from '../../domain/quota/storage';
import { AppError, isAppError } from '../../error';
import { fetchUpload, storageWaits } from '../fetch-upload';
import type { FetchNeeds } from '../fetch-upload';
import { submitMediaCheck } from '../moderation/submit';
import type { SubmitNeeds } from '../moderation/submit';
import { copyPhoto } from './photo';
import type { PhotoCopy } from './photo';
import { countAsset } from './remove';
import { applyAssetVerdict } from './verdict';
import type { AssetVerdictNeeds } from './verdict';

export type Registration = {
  fileId: string;
  kind: AssetKind;
  /** SHA-256 or MD5 of the upload, in hex. */
  digest: string;
  consentVersion?: string | undefined;
};

export type StoreNeeds = AssetVerdictNeeds &
  SubmitNeeds &
  FetchNeeds & { files: Pick<Files, 'downloadUpTo' | 'remove' | 'tempUrl' | 'upload'> };
export type RegisterNeeds = StoreNeeds & {
  caller: { userId: string; openid: string };
  users: Pick<UsersArea, 'find' | 'members'>;
};

/**
 * Takes over an upload in this order: row, our copy, moderation, removal of the upload. After a failure at any step, the same
 * call or the sweep continues. The same photo yields the same asset.
 */
export async function registerPhoto(
  registration: Registration,
  needs: RegisterNeeds,
): Promise<Asset> {
  const { assets, caller, clock, users } = needs;
  const { fileId, kind, digest, consentVersion } = registration;
  const { userId, openid } = caller;
  requireOwnPhoto(storagePath(fileId), userId);
  const known = await findStored(registration, needs);
  if (known !== null) return known;
  const member = await users.members.find(userId);
  if (member === null) throw new AppError('SIGN_IN_REQUIRED');
  const upload = await fetchUpload(fileId, photoLimits.maxBytes, needs);
  if (upload === 'missing') {
    // An identical concurrent request may have taken over the upload meanwhile.
    const other = await findStored(registration, needs);
    if (other !== null) return other;
    throw unfitPhoto('照片没有收到，请重新选择');
  }
  let copy: PhotoCopy;
  try {
    copy = copyPhoto(upload, digest);
    requireStorage(member.facts, member.storage.usedBytes, clock.now());
  } catch (error) {
    // An outage says nothing about the photo: only a verdict removes it.
    if (isAppError(error)) await removeUpload(fileId, userId, needs);
    throw error;
  }
  const asset = await assets.begin(
    { userId, openid, kind, ...copy.facts, source: fileId, consentVersion },
    (assetId) => ({
      fileId: siblingFileId(fileId, assetPath(userId, assetId)),
      thumbnailFileId: siblingFileId(fileId, assetThumbnailPath(userId, assetId)),
    }),
    clock.now(),
  );
  return asset.stage === 'begun' ? storeCopy(asset, copy, needs) : submitAsset(asset, needs);
}

/** The user's existing asset for this photo, if any. The new upload is then redundant and is removed. */
async function findStored(
  { fileId, kind, digest }: Registration,
  needs: RegisterNeeds,
): Promise<Asset | null> {
  const known = await needs.assets.findByDigest(needs.caller.userId, kind, digest);
  if (known === null || known.stage === 'begun') return null;
  if (known.stage === 'stored') return submitAsset(known, needs);
  await removeUpload(fileId, needs.caller.userId, needs);
  return known;
}

/** Idempotent: concurrent calls write the same bytes to the same path. */
export async function storeCopy(
  asset: Asset,
  { jpeg, thumbnail }: PhotoCopy,
  needs: StoreNeeds,
): Promise<Asset> {
  const { assets, clock, files } = needs;
  const { userId, id } = asset;
  await retry(clock, storageWaits, () => files.upload(assetPath(userId, id), jpeg));
  await retry(clock, storageWaits, () => files.upload(assetThumbnailPath(userId, id), thumbnail));
  const stored = await assets.noteStored(id);
  if (stored === null || stored.removedAt !== null) {
    // Removed meanwhile by its owner or by the deletion of the account.
    await files.remove([asset.fileId, asset.thumbnailFileId]);
    throw new AppError('ASSET_GONE');
  }
  return submitAsset(stored, needs);
}

/** Does what remains once the copy is stored. Idempotent. */
export async function submitAsset(asset: Asset, needs: StoreNeeds): Promise<Asset> {
  const { assets } = needs;
  const { id, kind, fileId, openid, createdAt } = asset;
  await countAsset(asset, needs);
  const subject = assetSubject(id);
  const { state, traceId } = await submitMediaCheck(needs, { subject, fileId, openid });
  let latest: Asset | null = asset;
  if (await removeUpload(asset.source, asset.userId, needs)) {
    const removeAt = kind === 'person' ? new Date(createdAt.getTime() + personKeptMs) : null;
    latest = await assets.noteSubmitted(id, traceId, removeAt);
  }
  // The push of WeChat arrived before the answer of our call.
  if (isSettled(state)) {
    await applyAssetVerdict({ ...subject, fileId, openid }, state, needs);
    latest = await assets.find(id);
  }
  if (latest === null || latest.removedAt !== null) throw new AppError('ASSET_GONE');
  return latest;
}

/** False if the file is still there; it is then removed later. */
async function removeUpload(
  fileId: string,
  userId: string,
  { assets, files, log }: Pick<StoreNeeds, 'assets' | 'files' | 'log'>,
): Promise<boolean> {
  try {
    await files.remove([fileId]);
    await assets.uploads.forgetPath(userId, storagePath(fileId));
    return true;
  } catch (error) {
    log.warn('upload not removed yet', { cause: describeError(error) });
    return false;
  }
}
