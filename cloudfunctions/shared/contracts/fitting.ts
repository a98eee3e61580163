import * as z from 'zod';
import { TaskDetail, generateReply, priced, taskInput } from './task';
import { Id } from './values';

export const GarmentPart = z.enum(['top', 'bottom', 'dress', 'outer']);
export type GarmentPart = z.infer<typeof GarmentPart>;

const Garment = z.strictObject({ assetId: Id, part: GarmentPart });

/** Garments that can be tried on together: one piece, or a top or an outer with a bottom. */
const combinations = ['top', 'bottom', 'dress', 'outer', 'bottom+top', 'bottom+outer'];

/** Garments tried on by a person. */
export const fitting = {
  generate: {
    input: z.strictObject({
      ...priced,
      personAssetId: Id,
      garments: z
        .array(Garment)
        .min(1)
        .max(2)
        .refine((garments) => combinations.includes(toCombination(garments)), {
          params: { problem: '不能这样搭配' },
        }),
    }),
    output: generateReply,
  },
  getProgress: { input: taskInput, output: z.object({ task: TaskDetail }) },
};

function toCombination(garments: readonly { part: GarmentPart }[]): string {
  return garments
    .map(({ part }) => part)
    .sort()
    .join('+');
}
