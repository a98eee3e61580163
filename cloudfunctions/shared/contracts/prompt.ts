import * as z from 'zod';
import { Id, Moment, RequestId, pageOf, textOf, writtenLine, writtenText } from './values';

export const PromptKind = z.enum(['photography', 'fitting']);
export type PromptKind = z.infer<typeof PromptKind>;

/** The options of a task that its prompt depends on. */
export const PromptOptions = z.strictObject({
  model: z.enum(['female', 'male', 'none']).optional(),
  /** For a try-on, in the order of its garments. */
  parts: z
    .array(z.enum(['top', 'bottom', 'dress', 'outer']))
    .max(2)
    .optional(),
  note: writtenText(100).optional(),
});
export type PromptOptions = z.infer<typeof PromptOptions>;

/**
 * A template, written by an admin. `text` may contain {scene}, {model}, {parts} and {note}; a line with an absent value is left
 * out.
 */
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
  /** The prompt that a task with these options would send. `template` is included only for admins. */
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
  /** Saves a new version, which tasks use once it is published. */
  saveTemplate: {
    input: z.strictObject({
      templateId: TemplateId,
      template: TemplateContent,
      requestId: RequestId,
    }),
    output: TemplateState,
  },
  /** Makes it the template that tasks of its kind use. */
  publishTemplate: {
    input: z.strictObject({ templateId: TemplateId, version: Version, requestId: RequestId }),
    output: TemplateState,
  },
  /** The prompt made from a text, a scene and options; stores nothing. */
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
  /**
   * All templates, including drafts, with the published content or, for a draft, its first version. `isActive`: in use for tasks.
   */
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
