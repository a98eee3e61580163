import type { GarmentPart, ModelChoice, PromptOptions } from './prompt';

const models: Record<ModelChoice, string> = {
  female: '由一位年轻女性模特穿着',
  male: '由一位年轻男性模特穿着',
  none: '不出现人物，衣服平整地挂起或铺开展示',
};
const parts: Record<GarmentPart, string> = {
  top: '上衣',
  bottom: '下装',
  dress: '连衣裙',
  outer: '外套',
};

function modelOf({ model, modelLook }: PromptOptions): string | undefined {
  if (model === undefined) return undefined;
  return modelLook === undefined ? models[model] : `${models[model]}，${modelLook}`;
}

/**
 * Fills the placeholders {scene}, {model}, {parts} and {note} of a template. A line with an absent value is left out, so that no
 * half sentence is sent. A user's text cannot introduce another placeholder.
 */
export function fillTemplate(
  template: string,
  { scenePrompt, options }: { scenePrompt?: string | undefined; options: PromptOptions },
): string {
  const values: Record<string, string | undefined> = {
    scene: scenePrompt,
    model: modelOf(options),
    parts: options.parts?.map((part) => parts[part]).join('和'),
    note: options.note,
  };
  const lines = template.split('\n').map((line) => {
    const fields = [...line.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const isAbsent = (name: string) => Object.hasOwn(values, name) && (values[name] ?? '') === '';
    if (fields.some(isAbsent)) return null;
    return line.replace(/\{(\w+)\}/g, (field, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? '') : field,
    );
  });
  return lines
    .filter((line) => line !== null)
    .join('\n')
    .trim();
}
