import * as z from 'zod';
import { sceneStatuses } from '../../domain/studio/scene';
import type { Scene, SceneVersion } from '../../domain/studio/scene';
import { isMissing, parseRow } from '../core/rows';

const content = {
  name: z.string().min(1),
  category: z.string().min(1),
  coverUrl: z.string().default(''),
  prompt: z.string().min(1),
  order: z.number().int(),
};

/** The published version, or the first draft if none was ever published. */
export const SceneRow = z.object({
  _id: z.string(),
  ...content,
  status: z.enum(sceneStatuses),
  version: z.number().int().min(0),
  latestVersion: z.number().int().min(1),
});

export const SceneVersionRow = z.object({
  _id: z.string(),
  sceneId: z.string(),
  version: z.number().int().min(1),
  ...content,
  adminId: z.string().default(''),
  createdAt: z.date(),
});

export function parseScene(row: unknown): Scene {
  const { _id: id, ...scene } = parseRow('scenes', SceneRow, row);
  return { id, ...scene };
}

export function parseSceneOrNull(row: unknown): Scene | null {
  return isMissing(row) ? null : parseScene(row);
}

export function parseSceneVersion(row: unknown): SceneVersion {
  const { _id: id, ...version } = parseRow('scene_versions', SceneVersionRow, row);
  return { id, ...version };
}
