import type { PromptRepository } from '../../data/studio/prompts';
import { fillTemplate } from '../../domain/studio/compose';
import type { PromptKind, PromptOptions } from '../../domain/studio/prompt';
import type { Scene } from '../../domain/studio/scene';

export type ComposedPrompt = { text: string; templateId: string; version: number };
export type ComposeNeeds = { prompts: Pick<PromptRepository, 'findActive'> };

/** Used if no template was ever published or none can be read: tasks continue. */
const builtIn: Record<PromptKind, string> = {
  photography:
    '电商服装摄影。画面里的衣服与参考图完全一致：款式、颜色、图案、文字和细节都不改变。\n{model}。\n场景：{scene}。\n{note}',
  fitting: '把参考图里的{parts}穿在照片中的人身上，人的面貌、体型和姿势不变。\n{note}',
};

/** The prompt that a task sends to an image model. `version` is 0 for the built-in text. */
export async function composePrompt(
  {
    kind,
    scene,
    options,
  }: { kind: PromptKind; scene: Pick<Scene, 'prompt'> | null; options: PromptOptions },
  { prompts }: ComposeNeeds,
): Promise<ComposedPrompt> {
  const template = await prompts.findActive(kind);
  const text = fillTemplate(template?.text ?? builtIn[kind], {
    scenePrompt: scene?.prompt,
    options,
  });
  return { text, templateId: template?.id ?? 'built-in', version: template?.version ?? 0 };
}
