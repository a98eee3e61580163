import type { DraftKind } from '../draft-kind';
import { listAllScenes, listSceneVersions, listTemplateVersions, listTemplates } from '../service';
import { emptyDraft } from './view';
import type { Draft, Standing } from './view';

type SceneWords = {
  name: string;
  category: string;
  prompt: string;
  order: number;
  coverUrl: string;
};

const ofScene = ({ name, category, prompt, order, coverUrl }: SceneWords): Draft => ({
  ...emptyDraft,
  ...{ name, category, text: prompt, order, cover: coverUrl },
});

/** The state of a scene or a template in the cloud; null if it does not exist. */
export function readStanding(kind: DraftKind, id: string): Promise<Standing | null> {
  return kind === 'scene' ? readScene(id) : readTemplate(id);
}

async function readScene(id: string): Promise<Standing | null> {
  const [{ scenes }, { versions }] = await Promise.all([listAllScenes(), listSceneVersions(id)]);
  const scene = scenes.find(({ sceneId }) => sceneId === id);
  if (scene === undefined) return null;
  const { status, version, latestVersion } = scene;
  return {
    ...{ id, status, version, latestVersion },
    online: version === 0 ? null : ofScene(scene.scene),
    versions: versions.map((one) => ({ ...one, draft: ofScene(one) })),
  };
}

async function readTemplate(id: string): Promise<Standing | null> {
  const [{ templates }, { versions }] = await Promise.all([
    listTemplates(),
    listTemplateVersions(id),
  ]);
  const template = templates.find(({ templateId }) => templateId === id);
  if (template === undefined) return null;
  const toDraft = ({ name, text }: { name: string; text: string }): Draft => ({
    ...emptyDraft,
    ...{ name, text, use: template.kind },
  });
  const { version, latestVersion } = template;
  return {
    ...{ id, version, latestVersion, status: version === 0 ? 'draft' : 'published' },
    online: version === 0 ? null : toDraft(template.template),
    versions: versions.map((one) => ({ ...one, draft: toDraft(one.template) })),
  };
}
