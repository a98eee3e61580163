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
