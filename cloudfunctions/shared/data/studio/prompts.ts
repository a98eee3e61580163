import type { Page, Position } from '../../domain/cursor';
import type {
  PromptKind,
  PromptTemplate,
  TemplateContent,
  TemplateVersion,
} from '../../domain/studio/prompt';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseTemplate, parseTemplateVersion } from '../rows/prompt-template';
import { createVersions } from './versions';

/** Published templates read to find the newest well-formed one. */
const maxCandidates = 20;

export type PromptRepository = ReturnType<typeof createPromptRepository>;

export function createPromptRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const reader = createRowReader(parseTemplate, onInvalidRow);
  const versionReader = createRowReader(parseTemplateVersion, onInvalidRow);
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

    /** Managed by hand; there are only a few. */
    async listAll(): Promise<PromptTemplate[]> {
      const { data } = await database.collection('prompt_templates').limit(100).get();
      return reader.readAll(data).sort((one, other) => (one.id < other.id ? -1 : 1));
    },

    /** Newest first. */
    async listVersions(
      templateId: string,
      from: Position,
      size: number,
    ): Promise<Page<TemplateVersion>> {
      const condition = requireDefined({ templateId });
      const rows = await findNewest(
        database,
        'prompt_template_versions',
        condition,
        from,
        size + 1,
      );
      return versionReader.readPage(rows, size);
    },

    /** The template in use for tasks of the kind; null if none was ever published. */
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
