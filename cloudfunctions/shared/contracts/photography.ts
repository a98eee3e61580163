import * as z from 'zod';
import { TaskDetail, generateReply, priced, taskInput } from './task';
import { Id, textOf, writtenText } from './values';

export const PhotographyModel = z.enum(['female', 'male', 'none']);
export type PhotographyModel = z.infer<typeof PhotographyModel>;

/** A garment shown in a scene. */
export const photography = {
  generate: {
    input: z.strictObject({
      ...priced,
      garmentAssetId: Id,
      sceneId: Id,
      model: PhotographyModel.default('female'),
      count: z.number().int().min(1).max(4),
      size: textOf(0, 16).default('864x1152'),
      note: writtenText(100).optional(),
    }),
    output: generateReply,
  },
  getProgress: { input: taskInput, output: z.object({ task: TaskDetail }) },
};
