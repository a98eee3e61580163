import * as z from 'zod';
import { characterCategories } from '../../domain/work/work';
import { parseRow } from '../core/rows';

/** The options offered for generation: collections that are rarely edited, by hand. */
export const optionRows = {
  characters: z.object({
    _id: z.string(),
    name: z.string(),
    category: z.enum(characterCategories).catch('other'),
    isRecommended: z.boolean().catch(false),
    imageUrl: z.string().default(''),
    description: z.string(),
  }),
  styles: z.object({
    _id: z.string(),
    name: z.string(),
    imageUrl: z.string().default(''),
    promptTemplate: z.string().includes('{prompt}'),
  }),
  emotions: z.object({ _id: z.string(), name: z.string(), description: z.string() }),
  sizes: z.object({
    _id: z.string(),
    ratio: z.string(),
    width: z.number().int(),
    height: z.number().int(),
  }),
  creative_templates: z.object({
    _id: z.string(),
    category: z.string(),
    categoryName: z.string(),
    title: z.string(),
    prompt: z.string(),
    character: z.string().default(''),
    style: z.string().default(''),
    emotion: z.string().default(''),
    size: z.string(),
    imageUrl: z.string().default(''),
  }),
};
export type OptionCollection = keyof typeof optionRows;
export type OptionOf<Name extends OptionCollection> = Omit<
  z.output<(typeof optionRows)[Name]>,
  '_id'
> & { id: string };

export function parseOption<Name extends OptionCollection>(
  collection: Name,
  row: unknown,
): OptionOf<Name> {
  // TypeScript cannot relate an indexed schema to its output type.
  const schema: z.ZodType<{ _id: string }> = optionRows[collection];
  const { _id: id, ...rest } = parseRow(collection, schema, row);
  return { id, ...rest } as unknown as OptionOf<Name>;
}
