export const sceneStatuses = ['draft', 'published', 'retired'] as const;
export type SceneStatus = (typeof sceneStatuses)[number];

/** What admins define for a scene: where a garment is shown. */
export type SceneContent = {
  name: string;
  /** Shown to users. */
  category: string;
  coverUrl: string;
  /** The description of the place for the image model. */
  prompt: string;
  order: number;
};

/** The published content. `version` is 0 before the first publication. */
export type Scene = SceneContent & {
  id: string;
  status: SceneStatus;
  version: number;
  latestVersion: number;
};

/** One version as it was saved; never changed. */
export type SceneVersion = SceneContent & {
  id: string;
  sceneId: string;
  version: number;
  adminId: string;
  createdAt: Date;
};

/** Where a page of scenes ended. Scenes are ordered by `order`, then `id`. */
export function toScenePosition({ order, id }: Pick<Scene, 'order' | 'id'>): string {
  return Buffer.from(`${order} ${id}`).toString('base64url');
}

/** Whether the scene comes after a position; all do for an empty or malformed one. */
export function isAfter({ order, id }: Pick<Scene, 'order' | 'id'>, position: string): boolean {
  const [, text, lastId = ''] =
    /^(\d+) ([\w-]+)$/.exec(Buffer.from(position, 'base64url').toString()) ?? [];
  if (text === undefined) return true;
  const lastOrder = Number(text);
  return order > lastOrder || (order === lastOrder && id > lastId);
}
