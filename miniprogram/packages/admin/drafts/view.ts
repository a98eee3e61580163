import type { Scenes, Templates } from '../service';
import { joined } from '../../../utils/names';
import type { Tone } from '../order-words';

export type DraftRow = {
  id: string;
  title: string;
  line: string;
  cover: string;
  tag: string;
  tone: Tone;
  /** Says that there is a newer version than the published one; empty if there is none. */
  draft: string;
};
export type DraftGroup = { name: string; rows: DraftRow[] };

const kinds = { photography: '服装摄影', fitting: '虚拟试衣' } as const;

export function toSceneGroups(scenes: Scenes): DraftGroup[] {
  const names = scenes
    .map(({ scene }) => scene.category)
    .filter((category, index, all) => all.indexOf(category) === index);
  return names.map((name) => ({
    name,
    rows: scenes
      .filter(({ scene }) => scene.category === name)
      .map(({ sceneId: id, status, version, latestVersion, scene }) => ({
        ...{ id, title: scene.name, cover: scene.coverUrl, line: scene.prompt },
        tag: status === 'published' ? `线上 v${version}` : status === 'retired' ? '已下架' : '草稿',
        tone: status === 'published' ? 'good' : status === 'draft' ? 'warn' : '',
        draft: draftTag(version, latestVersion),
      })),
  }));
}

export function toTemplateGroups(templates: Templates): DraftGroup[] {
  return (['photography', 'fitting'] as const)
    .map((kind) => ({
      name: kinds[kind],
      rows: templates
        .filter((one) => one.kind === kind)
        .map(({ templateId: id, version, latestVersion, isActive, template }): DraftRow => ({
          ...{ id, cover: '', title: template.name },
          line: joined(template.text.replace(/\n/g, ' ')),
          tag: isActive ? `在用 v${version}` : version > 0 ? `没有在用 v${version}` : '草稿',
          tone: isActive ? 'good' : '',
          draft: draftTag(version, latestVersion),
        })),
    }))
    .filter(({ rows }) => rows.length > 0);
}

function draftTag(version: number, latestVersion: number): string {
  return version > 0 && latestVersion > version ? `草稿 v${latestVersion}` : '';
}
