import * as z from 'zod';
import { promptKinds } from '../../domain/studio/prompt';
import type { PromptTemplate, TemplateVersion } from '../../domain/studio/prompt';
import { isMissing, parseRow } from '../core/rows';

const content = { kind: z.enum(promptKinds), name: z.string().min(1), text: z.string().min(1) };

/** The published version, or the first draft if none was ever published. */
export const PromptTemplateRow = z.object({
  _id: z.string(),
  ...content,
  publishedAt: z.date().nullable().default(null),
  version: z.number().int().min(0),
  latestVersion: z.number().int().min(1),
});

export const TemplateVersionRow = z.object({
  _id: z.string(),
  templateId: z.string(),
  version: z.number().int().min(1),
  ...content,
  adminId: z.string().default(''),
  createdAt: z.date(),
});

export function parseTemplate(row: unknown): PromptTemplate {
  const { _id: id, ...template } = parseRow('prompt_templates', PromptTemplateRow, row);
  return { id, ...template };
}

export function parseTemplateOrNull(row: unknown): PromptTemplate | null {
  return isMissing(row) ? null : parseTemplate(row);
}

export function parseTemplateVersion(row: unknown): TemplateVersion {
  const { _id: id, ...version } = parseRow('prompt_template_versions', TemplateVersionRow, row);
  return { id, ...version };
}
