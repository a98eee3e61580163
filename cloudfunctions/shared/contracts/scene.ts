import * as z from 'zod';
import { FileId, Id, Moment, RequestId, pageOf, textOf, writtenLine, writtenText } from './values';

/** `category` is shown to users, and is the filter of `getScenes`. `coverUrl` can be displayed directly by its file id. */
export const Scene = z.object({
  sceneId: z.string(),
  name: z.string(),
  category: z.string(),
  coverUrl: FileId,
});
export type Scene = z.infer<typeof Scene>;

/** A scene, written by an admin. `prompt`: the description of the place for the image model. */
export const SceneContent = z.strictObject({
  name: writtenLine(12),
  category: writtenLine(8),
  coverUrl: textOf(0, 300),
  prompt: writtenText(400),
  order: z.number().int().min(0).max(100_000),
});
export type SceneContent = z.infer<typeof SceneContent>;

export const SceneStatus = z.enum(['draft', 'published', 'retired']);

/** `version`: the published one, 0 before the first publication; `latestVersion`: the newest saved one. */
const SceneState = z.object({
  sceneId: z.string(),
  status: SceneStatus,
  version: z.number().int(),
  latestVersion: z.number().int(),
});

export const SceneVersion = SceneContent.extend({
  sceneId: z.string(),
  version: z.number().int(),
  adminId: z.string(),
  adminName: z.string(),
  createdAt: Moment,
});
export type SceneVersion = z.infer<typeof SceneVersion>;

const SceneId = Id.refine((id) => /^[a-z0-9-]+$/.test(id), {
  params: { problem: '只能用小写字母、数字和 -' },
});
const Version = z.number().int().min(1).max(1_000_000);

export const scene = {
  /** Published scenes in their order, of one category or of all. */
  getScenes: {
    input: z.strictObject({ category: textOf(0, 20).optional(), ...pageOf(30) }),
    output: z.object({ scenes: z.array(Scene), nextCursor: z.string().nullable() }),
  },
  /** Stores an admin's own upload as a picture that everybody may read; `saveScene` makes it a scene's cover. */
  storeCover: {
    input: z.strictObject({ fileId: textOf(1, 300) }),
    output: z.object({ coverUrl: FileId }),
  },
  /** Saves a new version, which users get once it is published. An unknown id creates a new scene. */
  saveScene: {
    input: z.strictObject({ sceneId: SceneId, scene: SceneContent, requestId: RequestId }),
    output: SceneState,
  },
  publishScene: {
    input: z.strictObject({ sceneId: SceneId, version: Version, requestId: RequestId }),
    output: SceneState,
  },
  /** Stops offering the scene; tasks that name it continue. Publishing a version offers it again. */
  retireScene: {
    input: z.strictObject({ sceneId: SceneId, requestId: RequestId }),
    output: SceneState,
  },
  /** All scenes, including drafts and retired ones, with the published content or, for a draft, its first version. */
  listAllScenes: {
    input: z.strictObject({}),
    output: z.object({ scenes: z.array(z.object({ ...SceneState.shape, scene: SceneContent })) }),
  },
  /** All versions, newest first, of one scene, or without `sceneId` of all. `scenes`: the states of the scenes on this page. */
  listVersions: {
    input: z.strictObject({ sceneId: SceneId.optional(), ...pageOf(20) }),
    output: z.object({
      scenes: z.array(SceneState),
      versions: z.array(SceneVersion),
      nextCursor: z.string().nullable(),
    }),
  },
  /** Publishes an earlier version again, as a new one. */
  rollBackScene: {
    input: z.strictObject({ sceneId: SceneId, version: Version, requestId: RequestId }),
    output: SceneState,
  },
};
