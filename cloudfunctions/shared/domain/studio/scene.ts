export const sceneStatuses = ['draft', 'published', 'retired'] as const;
export type SceneStatus = (typeof sceneStatuses)[number];

/** What admins write of a scene: where a garment is shown. */
export type SceneContent = {
  name: string;
  /** What the user reads. */
  category: string;
  coverUrl: string;
  /** The place in the words of the image model. */
  prompt: string;
  order: number;
};

/** The published content. `version` is 0 before the first was published. */
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

/** Where a page of scenes ended: they are ordered by `order`, then `id`. */
export function toScenePosition({ order, id }: Pick<Scene, 'order' | 'id'>): string {
  return Buffer.from(`${order} ${id}`).toString('base64url');
}

/** Whether the scene follows after a position; everything follows after the empty one, and after a text that is none. */
export function isAfter({ order, id }: Pick<Scene, 'order' | 'id'>, position: string): boolean {
  const [, text, lastId = ''] =
    /^(\d+) ([\w-]+)$/.exec(Buffer.from(position, 'base64url').toString()) ?? [];
  if (text === undefined) return true;
  const lastOrder = Number(text);
  return order > lastOrder || (order === lastOrder && id > lastId);
}
