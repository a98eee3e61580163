import * as z from 'zod';
import { Id, Moment, textOf } from './values';

export const AssetKind = z.enum(['garment', 'person']);
export type AssetKind = z.infer<typeof AssetKind>;

/** `pending`: being moderated; a task may be submitted with it and waits. `refused`: `reason` says why, in words to act on. */
export const AssetStatus = z.enum(['pending', 'usable', 'refused']);
export type AssetStatus = z.infer<typeof AssetStatus>;

/**
 * A photo that tasks are made of: the user's own, or a sample of ours (`isSample`), which everybody may use in the same way
 * and nobody can remove. `url` and `thumbnailUrl` are temporary addresses, good for 30 minutes at most; '' where there is no
 * file. `name` is what the user reads under a sample, '' for one's own.
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

/** Of the file as it is uploaded, in lower case. */
const Sha256 = hex(/^[0-9a-f]{64}$/, '不是 SHA-256');
const Md5 = hex(/^[0-9a-f]{32}$/, '不是 MD5');
const Digest = hex(/^(?:[0-9a-f]{64}|[0-9a-f]{32})$/, '不是 SHA-256 或 MD5');

export const storage = {
  /**
   * Whether the user has this photo already: then nothing is uploaded. Else `upload.path` is where the phone uploads it to
   * before it calls `registerAsset`; what is not registered within 24 hours is removed.
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
   * Takes an upload over: checks it, keeps a copy of its own and removes the upload. The same photo again is the same asset.
   * `digest`: hex, 64 digits are SHA-256, 32 MD5. `consentVersion`: which sentence the user agreed to; required for a person.
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
  /** The user's own, newest first, 20 a page; `samples` come with the first page only. */
  listAssets: {
    input: z.strictObject({ kind: AssetKind, cursor: textOf(0, 200).nullish() }),
    output: z.object({
      assets: z.array(Asset),
      samples: z.array(Asset),
      nextCursor: z.string().nullable(),
    }),
  },
  /**
   * Hides it at once. The file goes with the last open task that uses it; that of a person goes at once, and open tasks that
   * need it fail with everything given back.
   */
  removeAsset: {
    input: z.strictObject({ assetId: Id }),
    output: z.object({ assetId: z.string() }),
  },
};
