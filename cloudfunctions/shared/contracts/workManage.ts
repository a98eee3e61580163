import * as z from 'zod';
import { FileId, Id, Work, pageOf, writtenLine } from './values';

export const WorkTab = z.enum(['all', 'text2img', 'photography', 'fitting', 'favorite']);
export type WorkTab = z.infer<typeof WorkTab>;

export const workManage = {
  /** Page one begins with the running and the freshly failed works; then the completed, newest first. */
  getWorks: {
    input: z.strictObject({ tab: WorkTab.default('all'), ...pageOf(12) }),
    output: z.object({ works: z.array(Work), nextCursor: z.string().nullable() }),
  },
  getWork: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ work: Work }),
  },
  /** Marks or unmarks a favourite. */
  saveWork: {
    input: z.strictObject({ workId: Id, isFavorite: z.boolean() }),
    output: z.object({ workId: z.string(), isFavorite: z.boolean() }),
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
  /** Makes the list picture of a completed work when it has none yet; asking again changes nothing. */
  prepareThumbnail: {
    input: z.strictObject({ workId: Id }),
    output: z.object({ workId: z.string(), thumbnailUrl: FileId }),
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
