import * as z from 'zod';
import {
  DailyUsage,
  FileId,
  Mode,
  Moment,
  Quality,
  RequestId,
  Tier,
  Work,
  WorkStatus,
  pageOf,
  textOf,
  writtenText,
} from './values';

const Choice = textOf(0, 32).default('');

export const GeneratedWork = z.object({
  workId: z.string(),
  groupId: z.string().optional(),
  status: WorkStatus,
  imageUrl: FileId,
  thumbnailUrl: FileId.optional(),
  title: z.string(),
  prompt: z.string(),
  enhancedPrompt: z.string(),
  size: z.string(),
  saved: z.enum(['works', 'backup', 'none']),
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
});
export type GeneratedWork = z.infer<typeof GeneratedWork>;

export const Character = z.object({
  id: z.string(),
  name: z.string(),
  category: z.enum(['people', 'pets', 'other']),
  isRecommended: z.boolean(),
  imageUrl: FileId,
});
export type Character = z.infer<typeof Character>;

export const Style = z.object({ id: z.string(), name: z.string(), imageUrl: FileId });
export type Style = z.infer<typeof Style>;

export const Emotion = z.object({ id: z.string(), name: z.string() });
export type Emotion = z.infer<typeof Emotion>;

/** `id` is the input of `generate`, `WIDTHxHEIGHT` in pixels; `ratio` is shown to users. */
export const Size = z.object({
  id: z.string(),
  ratio: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});
export type Size = z.infer<typeof Size>;

export const Template = z.object({
  id: z.string(),
  category: z.string(),
  title: z.string(),
  prompt: z.string(),
  character: z.string(),
  style: z.string(),
  emotion: z.string(),
  size: z.string(),
  imageUrl: FileId,
});
export type Template = z.infer<typeof Template>;

/** Price of one work in credits, by tier. */
export const Prices = z.record(Tier, z.number().int().min(0));
export type Prices = z.infer<typeof Prices>;

export const aiGenerate = {
  generate: {
    input: z.strictObject({
      requestId: RequestId,
      prompt: writtenText(500),
      character: Choice,
      style: Choice,
      emotion: Choice,
      mode: Mode.default('single'),
      size: textOf(0, 16).default('1024x1024'),
      quality: Quality.default('standard'),
    }),
    /** `remainingCredits` is null for a tier that pays no credits. */
    output: z.object({
      works: z.array(GeneratedWork),
      remainingCredits: z.number().int().nullable(),
      dailyUsage: DailyUsage,
    }),
  },
  getDailyUsage: {
    input: z.strictObject({}),
    output: DailyUsage,
  },
  getGenerateOptions: {
    input: z.strictObject({}),
    output: z.object({
      characters: z.array(Character),
      styles: z.array(Style),
      emotions: z.array(Emotion),
      sizes: z.array(Size),
      qualities: z.array(z.object({ id: Quality, name: z.string() })),
      examples: z.array(z.string()),
      prices: Prices,
    }),
  },
  getTemplates: {
    input: z.strictObject({}),
    output: z.object({
      categories: z.array(z.object({ id: z.string(), name: z.string() })),
      templates: z.array(Template),
    }),
  },
  getServiceStatus: {
    input: z.strictObject({}),
    output: z.object({
      providers: z.array(
        z.object({
          name: z.string(),
          status: z.enum(['ok', 'degraded', 'down', 'notConfigured']),
          recentSuccesses: z.number().int(),
          recentFailures: z.number().int(),
          checkedAt: Moment,
        }),
      ),
    }),
  },
  /** All works of the user, failed ones included, newest first. */
  getHistory: {
    input: z.strictObject(pageOf(20)),
    output: z.object({ works: z.array(Work), nextCursor: z.string().nullable() }),
  },
};
