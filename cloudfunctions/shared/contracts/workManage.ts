import * as z from 'zod';
import { FileId, Id, Work, WorkType, pageOf, textOf, trimmedText, writtenLine } from './values';

export const WorkTab = z.enum(['all', 'text2img', 'photography', 'fitting', 'favorite']);
export type WorkTab = z.infer<typeof WorkTab>;

/** The public view of a work, as its owner sees it. */
export const Share = z.object({ token: z.string(), withPrompt: z.boolean() });
export type Share = z.infer<typeof Share>;

const WorkIds = z.array(Id).min(1).max(50);

export const workManage = {
  /**
   * The first page begins with running and recently failed works, followed by completed ones, newest first. With a `query`:
   * completed works whose title or description contains it.
   */
  getWorks: {
    input: z.strictObject({
      ...{ tab: WorkTab.default('all'), query: trimmedText(0, 50).default(''), ...pageOf(12) },
    }),
    output: z.object({ works: z.array(Work), nextCursor: z.string().nullable() }),
  },
  getWork: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ work: Work, share: Share.nullable() }),
  },
  /** Marks or unmarks a favourite. */
  saveWork: {
    input: z.strictObject({ workId: Id, isFavorite: z.boolean() }),
    output: z.object({ workId: z.string(), isFavorite: z.boolean() }),
  },
  /** Marks several at once; missing works and those of other users are skipped. Idempotent. */
  saveWorks: {
    input: z.strictObject({ workIds: WorkIds, isFavorite: z.boolean() }),
    output: z.object({ changed: z.number().int() }),
  },
  updateWork: {
    input: z.strictObject({ workId: Id, title: writtenLine(50) }),
    output: z.object({ workId: z.string(), title: z.string() }),
  },
  /** Hides the work. Frees no quota and refunds no credits. */
  deleteWork: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ workId: z.string() }),
  },
  /** Like `deleteWork` for several; missing works and those of other users are skipped. */
  deleteWorks: {
    input: z.strictObject({ workIds: WorkIds }),
    output: z.object({ changed: z.number().int() }),
  },
  /** Makes the thumbnail of a completed work if it has none yet. Idempotent. */
  prepareThumbnail: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ workId: z.string(), thumbnailUrl: FileId }),
  },
  /**
   * Opens the public view of a completed work, and returns its token; sharing again returns the same one. `withPrompt`: also show
   * description and style; absent: leave them as they were.
   */
  shareWork: {
    input: z.strictObject({ workId: Id, withPrompt: z.boolean().optional() }),
    output: z.object({ workId: z.string(), ...Share.shape }),
  },
  /** Closes the view and removes its copy of the picture; the token becomes invalid. */
  unshareWork: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ workId: z.string() }),
  },
  /** For anybody with the token, signed in or not. It reveals nothing about the work's owner. */
  getSharedWork: {
    input: z.strictObject({ token: textOf(1, 64) }),
    output: z.object({
      /** A URL valid for half an hour; for a try-on it shows only the result. */
      picture: z.string(),
      type: WorkType,
      size: z.string(),
      /** '' if the work's only name is its description, which is not shown. */
      title: z.string(),
      aiLabel: z.literal('AI生成'),
      prompt: z.string().optional(),
      style: z.string().optional(),
      styleName: z.string().optional(),
    }),
  },
  getStats: {
    input: z.strictObject({}),
    output: z.object({
      works: z.number().int(),
      favorites: z.number().int(),
      studio: z.number().int(),
    }),
  },
};
