import * as z from 'zod';
import { assetKinds, assetRefusals, assetStages, assetStatuses } from '../../domain/assets/asset';
import type { Asset, AssetUse } from '../../domain/assets/asset';
import { omitUndefined } from '../core/database';
import { isMissing, parseRow } from '../core/rows';

export const AssetRow = z.object({
  _id: z.string(),
  userId: z.string(),
  openid: z.string().default(''),
  kind: z.enum(assetKinds),
  isSample: z.boolean().default(false),
  name: z.string().default(''),
  digest: z.string().default(''),
  md5: z.string().default(''),
  bytes: z.number().int().min(0),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  fileId: z.string(),
  thumbnailFileId: z.string(),
  thumbnailBytes: z.number().int().min(0).default(0),
  source: z.string().default(''),
  status: z.enum(assetStatuses),
  reason: z.enum(assetRefusals).optional(),
  stage: z.enum(assetStages),
  traceId: z.string().default(''),
  consentVersion: z.string().optional(),
  consentAt: z.date().optional(),
  createdAt: z.date(),
  removedAt: z.date().nullable().default(null),
  filesRemovedAt: z.date().nullable().default(null),
  dueAt: z.date().nullable().default(null),
  version: z.number().int().default(0),
});

export const AssetUseRow = z.object({
  _id: z.string(),
  assetId: z.string(),
  taskId: z.string(),
  userId: z.string(),
  createdAt: z.date(),
  endedAt: z.date().nullable().default(null),
  keptUntil: z.date().nullable().default(null),
});

export function parseAsset(row: unknown): Asset {
  const { _id: id, ...asset } = parseRow('assets', AssetRow, row);
  return { id, ...asset };
}

export function parseAssetOrNull(row: unknown): Asset | null {
  return isMissing(row) ? null : parseAsset(row);
}

/** The row without its `_id`. */
export function toAssetRow({ id: _, ...asset }: Asset): object {
  return omitUndefined(asset);
}

export function parseAssetUse(row: unknown): AssetUse {
  const { _id: _, ...use } = parseRow('asset_uses', AssetUseRow, row);
  return use;
}
