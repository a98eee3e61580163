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
 * Takes an upload over: the row first, then our copy, then its moderation; the upload goes last. Whatever dies in between is
 * carried on by the same call again, or by the sweep. The same photo is the same asset.
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
    // An equal request, sent at the same moment, may have taken the upload over meanwhile.
    const other = await findStored(registration, needs);
    if (other !== null) return other;
    throw unfitPhoto('照片没有收到，请重新选择');
  }
  let copy: PhotoCopy;
  try {
    copy = copyPhoto(upload, digest);
    requireStorage(member.facts, member.storage.usedBytes, clock.now());
  } catch (error) {
    // A service that is down says nothing about the photo: only a verdict removes it.
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

/** The photo as this user has it already. The upload that names it again is of no use. */
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

/** Idempotent: the copies that two calls make of one photo are the same bytes at the same path. */
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
    // Its owner or the deletion of the account has removed it meanwhile.
    await files.remove([asset.fileId, asset.thumbnailFileId]);
    throw new AppError('ASSET_GONE');
  }
  return submitAsset(stored, needs);
}

/** What remains to be done once the copy is stored. Idempotent. */
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
  // The push came before the answer of its call.
  if (isSettled(state)) {
    await applyAssetVerdict({ ...subject, fileId, openid }, state, needs);
    latest = await assets.find(id);
  }
  if (latest === null || latest.removedAt !== null) throw new AppError('ASSET_GONE');
  return latest;
}

/** False when it is still there; then it goes later. */
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
