import type { Page, Position } from '../../domain/cursor';
import { isAfter, toScenePosition } from '../../domain/studio/scene';
import type { Scene, SceneContent, SceneVersion } from '../../domain/studio/scene';
import type { Clock } from '../../domain/time/clock';
import type { AdminRequest } from '../core/audit';
import type { Database } from '../core/database';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseScene, parseSceneVersion } from '../rows/scene';
import { createVersions } from './versions';

/** Managed by hand: a few dozen, fewer than the maximum of one query. */
const maxScenes = 1000;

export type SceneRepository = ReturnType<typeof createSceneRepository>;

export function createSceneRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const reader = createRowReader(parseScene, onInvalidRow);
  const versionReader = createRowReader(parseSceneVersion, onInvalidRow);
  const scenes = () => database.collection('scenes');
  const versions = createVersions<SceneContent, Scene>(database, clock, {
    ...{ collection: 'scenes', versions: 'scene_versions', owner: 'sceneId', parse: parseScene },
    parseVersion(row) {
      const { name, category, coverUrl, prompt, order } = parseSceneVersion(row);
      return { name, category, coverUrl, prompt, order };
    },
    draft: { status: 'draft' },
    published: () => ({ status: 'published' }),
  });

  return {
    ...{ save: versions.save, publish: versions.publish, rollBack: versions.rollBack },

    /** In any status: a task that names it continues. */
    async find(sceneId: string): Promise<Scene | null> {
      return reader.readOptional((await scenes().doc(sceneId).get()).data);
    },

    /** Published scenes, in their order. `after` is where the previous page ended. */
    async list(
      { category, after }: { category?: string | undefined; after: string },
      size: number,
    ): Promise<{ rows: Scene[]; nextCursor: string | null }> {
      const { data } = await scenes()
        .where({ status: 'published', ...(category === undefined ? {} : { category }) })
        .orderBy('order', 'asc')
        .orderBy('_id', 'asc')
        .limit(maxScenes)
        .get();
      const rows = reader.readAll(data).filter((scene) => isAfter(scene, after));
      const page = rows.slice(0, size);
      const last = page.at(-1);
      return { rows: page, nextCursor: rows.length > size && last ? toScenePosition(last) : null };
    },

    /** Scenes of any status, in their order. */
    async listAll(): Promise<Scene[]> {
      const { data } = await scenes().limit(maxScenes).get();
      return reader
        .readAll(data)
        .sort((one, other) => one.order - other.order || (one.id < other.id ? -1 : 1));
    },

    async findAll(sceneIds: readonly string[]): Promise<Scene[]> {
      if (sceneIds.length === 0) return [];
      const { data } = await scenes()
        .where({ _id: database.command.in(sceneIds) })
        .limit(sceneIds.length)
        .get();
      return reader.readAll(data);
    },

    retire: (request: AdminRequest): Promise<Scene> => versions.set(request, { status: 'retired' }),

    /** Newest first, of one scene or of all. */
    async listVersions(
      sceneId: string | undefined,
      from: Position,
      size: number,
    ): Promise<Page<SceneVersion>> {
      const condition = sceneId === undefined ? {} : { sceneId };
      const rows = await findNewest(database, 'scene_versions', condition, from, size + 1);
      return versionReader.readPage(rows, size);
    },
  };
}
