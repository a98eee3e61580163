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
   * Page one begins with the running and the freshly failed works; then the completed, newest first. With a `query`: completed
   * works whose title or description holds it.
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
  /** Several at once; missing works and works of others are skipped. Idempotent. */
  saveWorks: {
    input: z.strictObject({ workIds: WorkIds, isFavorite: z.boolean() }),
    output: z.object({ changed: z.number().int() }),
  },
  updateWork: {
    input: z.strictObject({ workId: Id, title: writtenLine(50) }),
    output: z.object({ workId: z.string(), title: z.string() }),
  },
  /** Hides the work. Gives no quota and no credits back. */
  deleteWork: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ workId: z.string() }),
  },
  /** As `deleteWork`, for several; missing works and works of others are skipped. */
  deleteWorks: {
    input: z.strictObject({ workIds: WorkIds }),
    output: z.object({ changed: z.number().int() }),
  },
  /** Makes the list picture of a completed work when it has none yet; asking again changes nothing. */
  prepareThumbnail: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ workId: z.string(), thumbnailUrl: FileId }),
  },
  /**
   * Opens the public view of a completed work, and answers the token that leads there; shared again it is the same. `withPrompt`:
   * description and style are shown as well; absent, they stay as they were.
   */
  shareWork: {
    input: z.strictObject({ workId: Id, withPrompt: z.boolean().optional() }),
    output: z.object({ workId: z.string(), ...Share.shape }),
  },
  /** Closes the view and removes the copy that it showed; its token is worth nothing any more. */
  unshareWork: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ workId: z.string() }),
  },
  /** For whoever has the token, signed in or not. Nothing in it tells whose the work is. */
  getSharedWork: {
    input: z.strictObject({ token: textOf(1, 64) }),
    output: z.object({
      /** An address that works for half an hour; of a try-on the result alone. */
      picture: z.string(),
      type: WorkType,
      size: z.string(),
      /** '' where the work has no name but its description, which is not shown. */
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
