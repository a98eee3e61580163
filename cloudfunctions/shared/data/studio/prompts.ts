import type { PromptKind, PromptTemplate, TemplateContent } from '../../domain/studio/prompt';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseTemplate, parseTemplateVersion } from '../rows/prompt-template';
import { createVersions } from './versions';

/** Beside the newest one that is not malformed. */
const maxCandidates = 20;

export type PromptRepository = ReturnType<typeof createPromptRepository>;

export function createPromptRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const reader = createRowReader(parseTemplate, onInvalidRow);
  const { save, publish, rollBack } = createVersions<TemplateContent, PromptTemplate>(
    database,
    clock,
    {
      ...{ collection: 'prompt_templates', versions: 'prompt_template_versions' },
      ...{ owner: 'templateId', parse: parseTemplate },
      parseVersion(row) {
        const { kind, name, text } = parseTemplateVersion(row);
        return { kind, name, text };
      },
      draft: { publishedAt: null },
      published: (now) => ({ publishedAt: now }),
    },
  );

  return {
    save,
    publish,
    rollBack,

    /** The template that tasks of the kind use; null where none was ever published. */
    async findActive(kind: PromptKind): Promise<PromptTemplate | null> {
      const { data } = await database
        .collection('prompt_templates')
        .where({ kind, publishedAt: database.command.gt(new Date(0)) })
        .orderBy('publishedAt', 'desc')
        .limit(maxCandidates)
        .get();
      return reader.readAll(data).find(({ version }) => version > 0) ?? null;
    },
  };
}
