import * as z from 'zod';
import { Id, Moment, RequestId, pageOf, textOf, writtenLine, writtenText } from './values';

export const PromptKind = z.enum(['photography', 'fitting']);
export type PromptKind = z.infer<typeof PromptKind>;

/** What a task was ordered with, as far as its text depends on it. */
export const PromptOptions = z.strictObject({
  model: z.enum(['female', 'male', 'none']).optional(),
  /** Of a try-on, in the order of its garments. */
  parts: z
    .array(z.enum(['top', 'bottom', 'dress', 'outer']))
    .max(2)
    .optional(),
  note: writtenText(100).optional(),
});
export type PromptOptions = z.infer<typeof PromptOptions>;

/** What an admin writes. `text` may hold {scene}, {model}, {parts} and {note}; a line whose words are absent is left out. */
export const TemplateContent = z.strictObject({
  kind: PromptKind,
  name: writtenLine(20),
  text: writtenText(2000),
});
export type TemplateContent = z.infer<typeof TemplateContent>;

const TemplateState = z.object({
  templateId: z.string(),
  kind: PromptKind,
  version: z.number().int(),
  latestVersion: z.number().int(),
});

const TemplateId = Id.refine((id) => /^[a-z0-9-]+$/.test(id), {
  params: { problem: '只能用小写字母、数字和 -' },
});
const Version = z.number().int().min(1).max(1_000_000);

export const prompt = {
  /** The text that a task with these options would send. `template` is for admins only. */
  generatePrompt: {
    input: z.strictObject({
      kind: PromptKind,
      sceneId: Id.optional(),
      options: PromptOptions.default({}),
    }),
    output: z.object({
      text: z.string(),
      template: z
        .object({
          templateId: z.string(),
          version: z.number().int(),
          sceneVersion: z.number().int(),
        })
        .optional(),
    }),
  },
  /** Writes a new version, which tasks use once it is published. */
  saveTemplate: {
    input: z.strictObject({
      templateId: TemplateId,
      template: TemplateContent,
      requestId: RequestId,
    }),
    output: TemplateState,
  },
  /** The one template of its kind from now on. */
  publishTemplate: {
    input: z.strictObject({ templateId: TemplateId, version: Version, requestId: RequestId }),
    output: TemplateState,
  },
  /** What a text would make of a scene and options; keeps nothing. */
  previewTemplate: {
    input: z.strictObject({
      kind: PromptKind,
      text: textOf(1, 2000),
      sceneId: Id.optional(),
      options: PromptOptions.default({}),
    }),
    output: z.object({ text: z.string() }),
  },
  /** Publishes an earlier version again, as a new one. */
  rollBackTemplate: {
    input: z.strictObject({ templateId: TemplateId, version: Version, requestId: RequestId }),
    output: TemplateState,
  },
  /** Every template, drafts too, with the content that tasks use, or of a draft the first one. `isActive`: tasks use it. */
  listTemplates: {
    input: z.strictObject({}),
    output: z.object({
      templates: z.array(
        z.object({ ...TemplateState.shape, template: TemplateContent, isActive: z.boolean() }),
      ),
    }),
  },
  /** Newest first. */
  listTemplateVersions: {
    input: z.strictObject({ templateId: TemplateId, ...pageOf(20) }),
    output: z.object({
      versions: z.array(
        z.object({
          ...{ templateId: z.string(), version: z.number().int(), template: TemplateContent },
          ...{ adminName: z.string(), createdAt: Moment },
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
  },
};
