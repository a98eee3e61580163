import type { ModelChoice } from './prompt';

const faces = ['鹅蛋脸，五官柔和', '圆脸，笑容自然', '脸型偏长，轮廓清晰', '方圆脸，神情沉静'];
const hair: Record<Exclude<ModelChoice, 'none'>, string[]> = {
  female: ['黑色齐肩直发', '深棕色长卷发', '黑色低马尾', '深棕色短发'],
  male: ['黑色短发', '深棕色微卷短发', '黑色侧分短发', '黑色寸头'],
};
const builds = ['身材匀称', '身材修长', '身材中等', '身材略丰满'];
const poses = ['自然站立', '缓步行走', '侧身站立，目光看向镜头', '一手插袋站立'];

/**
 * Look and pose of the model in a task. Drawn once for all its pictures, so that they show the same person; undefined if no
 * person is shown.
 */
export function drawModelLook(model: ModelChoice, random: () => number): string | undefined {
  if (model === 'none') return undefined;
  const draw = (choices: readonly string[]): string =>
    choices[Math.min(choices.length - 1, Math.floor(random() * choices.length))] ?? '';
  return [faces, hair[model], builds, poses].map(draw).join('，');
}
