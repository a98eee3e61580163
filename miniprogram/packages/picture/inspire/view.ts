import type { Template } from '../../../../cloudfunctions/shared/contracts/aiGenerate';

type Category = { id: string; name: string };

export function toTabs(categories: Category[]): Category[] {
  return [{ id: '', name: '全部' }, ...categories];
}

/** Templates of a category (empty: all) whose title or prompt contains the search text. */
export function findTemplates(templates: Template[], category: string, search: string): Template[] {
  const wanted = search.trim();
  return templates.filter(
    (template) =>
      (category === '' || template.category === category) &&
      (template.title.includes(wanted) || template.prompt.includes(wanted)),
  );
}
