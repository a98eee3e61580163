export type SceneCard = { sceneId: string; name: string; category: string; coverUrl: string };

/** An empty `id` stands for all categories. */
export type Category = { id: string; name: string };

/** Categories in order of their first scene. */
export function toCategories(scenes: SceneCard[]): Category[] {
  const names = Array.from(new Set(scenes.map(({ category }) => category)));
  return [{ id: '', name: '全部' }, ...names.map((name) => ({ id: name, name }))];
}

export function findScenes(scenes: SceneCard[], category: string, search: string): SceneCard[] {
  const wanted = search.trim();
  return scenes.filter(
    (scene) => (category === '' || scene.category === category) && scene.name.includes(wanted),
  );
}
