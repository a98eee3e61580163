import * as z from 'zod';
import { Id, Moment, textOf } from './values';

export const AssetKind = z.enum(['garment', 'person']);
export type AssetKind = z.infer<typeof AssetKind>;

/** `pending`: being moderated; a task may already be submitted with it and waits. `refused`: `reason` tells the user why. */
export const AssetStatus = z.enum(['pending', 'usable', 'refused']);
export type AssetStatus = z.infer<typeof AssetStatus>;

/**
 * A photo used by tasks: the user's own, or one of our samples (`isSample`), which everybody may use and nobody can remove. `url`
 * and `thumbnailUrl` are temporary URLs, valid for at most 30 minutes; '' if there is no file. `name` is the label of a sample,
 * '' for a user's own photo.
 */
export const Asset = z.object({
  assetId: z.string(),
  kind: AssetKind,
  status: AssetStatus,
  reason: z.string().optional(),
  isSample: z.boolean(),
  name: z.string(),
  url: z.string(),
  thumbnailUrl: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  createdAt: Moment,
});
export type Asset = z.infer<typeof Asset>;

const problem = (text: string) => ({ params: { problem: text } });
const hex = (pattern: RegExp, text: string) =>
  textOf(1, 64).refine((value) => pattern.test(value), problem(text));

/** Digests of the file as uploaded, in lower case. */
const Sha256 = hex(/^[0-9a-f]{64}$/, '不是 SHA-256');
const Md5 = hex(/^[0-9a-f]{32}$/, '不是 MD5');
const Digest = hex(/^(?:[0-9a-f]{64}|[0-9a-f]{32})$/, '不是 SHA-256 或 MD5');

export const storage = {
  /**
   * Whether the user already has this photo: then nothing needs to be uploaded. Otherwise the phone uploads it to `upload.path`
   * before it calls `registerAsset`; uploads not registered within 24 hours are removed.
   */
  resolveAsset: {
    input: z
      .strictObject({
        sha256: Sha256.optional(),
        md5: Md5.optional(),
        bytes: z.number().int().min(1).max(1_000_000_000),
        kind: AssetKind,
      })
      .refine(({ sha256, md5 }) => sha256 !== undefined || md5 !== undefined, {
        path: ['sha256'],
        ...problem('没有填写'),
      }),
    output: z.object({
      asset: Asset.nullable(),
      upload: z.object({ path: z.string() }).nullable(),
    }),
  },
  /**
   * Takes over an upload: checks it, keeps our own copy and removes the upload. The same photo yields the same asset. `digest`:
   * hex, 64 digits for SHA-256, 32 for MD5. `consentVersion`: the version of the consent the user agreed to; required for a photo
   * of a person.
   */
  registerAsset: {
    input: z
      .strictObject({
        fileId: textOf(1, 300),
        kind: AssetKind,
        digest: Digest,
        consentVersion: textOf(1, 32).optional(),
      })
      .refine(({ kind, consentVersion }) => kind !== 'person' || consentVersion !== undefined, {
        path: ['consentVersion'],
        ...problem('没有填写'),
      }),
    output: z.object({ asset: Asset }),
  },
  /** The user's own photos, newest first, 20 per page; `samples` are included only in the first page. */
  listAssets: {
    input: z.strictObject({ kind: AssetKind, cursor: textOf(0, 200).nullish() }),
    output: z.object({
      assets: z.array(Asset),
      samples: z.array(Asset),
      nextCursor: z.string().nullable(),
    }),
  },
  /**
   * Hides the photo at once. Its file is removed after the last open task that uses it. The file of a person's photo is removed
   * at once, and open tasks that need it fail with a full refund.
   */
  removeAsset: {
    input: z.strictObject({ assetId: Id }),
    output: z.object({ assetId: z.string() }),
  },
};
