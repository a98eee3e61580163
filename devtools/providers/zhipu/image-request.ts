import { parseBody, requiredText } from '../http/fields';
import { illegal, zhipuError } from './errors';
import { optionalUserId, zhipu } from './vendor';

export type ImageRequest = {
  model: string;
  prompt: string;
  width: number;
  height: number;
  quality: 'hd' | 'standard';
  hasWatermark: boolean;
  userId: string | null;
};

type SizeRule = {
  standard: string;
  recommended: string[];
  minSide: number;
  maxSide: number;
  step: number;
  maxPixels: number;
};

const glmImage: SizeRule = {
  standard: '1280x1280',
  // 1728x960 breaks the rule below, in the provider's own reference too; the list takes precedence.
  recommended: ['1568x1056', '1056x1568', '1472x1088', '1088x1472', '1728x960', '960x1728'],
  minSide: 1024,
  maxSide: 2048,
  step: 32,
  maxPixels: 2 ** 22,
};
const cogview: SizeRule = {
  standard: '1024x1024',
  recommended: ['768x1344', '864x1152', '1344x768', '1152x864', '1440x720', '720x1440'],
  minSide: 512,
  maxSide: 2048,
  step: 16,
  maxPixels: 2 ** 21,
};

const sizeRules = new Map([
  ['glm-image', glmImage],
  ['cogview-4-250304', cogview],
  ['cogview-4', cogview],
  ['cogview-3-flash', cogview],
]);
const maxGlmPromptLength = 1000;

/** Validates a request as the provider does and throws its error; like the provider, it accepts unknown fields. */
export function parseImageRequest(text: string): ImageRequest {
  const body = parseBody(text, zhipu);
  const model = requiredText(body, 'model', zhipu);
  const rule = sizeRules.get(model);
  if (rule === undefined) throw zhipuError('1211', `The model ${model} does not exist`);
  const prompt = requiredText(body, 'prompt', zhipu);
  if (rule === glmImage && prompt.length > maxGlmPromptLength) throw zhipuError('1261');

  const { watermark_enabled: watermark = true } = body;
  if (typeof watermark !== 'boolean') throw illegal('watermark_enabled');
  return {
    model,
    prompt,
    ...parseSize(body.size ?? rule.standard, rule),
    quality: parseQuality(body.quality, rule),
    hasWatermark: watermark,
    userId: optionalUserId(body),
  };
}

function parseQuality(value: unknown, rule: SizeRule): 'hd' | 'standard' {
  const quality = value ?? (rule === glmImage ? 'hd' : 'standard');
  if (quality !== 'hd' && quality !== 'standard') throw illegal('quality');
  if (rule === glmImage && quality !== 'hd') throw illegal('quality');
  return quality;
}

function parseSize(value: unknown, rule: SizeRule): { width: number; height: number } {
  const match = typeof value === 'string' ? /^(\d{2,5})x(\d{2,5})$/.exec(value) : null;
  if (match === null) throw illegal('size');
  const [width, height] = [Number(match[1]), Number(match[2])];
  const isLegal = [width, height].every(
    (side) => side >= rule.minSide && side <= rule.maxSide && side % rule.step === 0,
  );
  const isRecommended = rule.recommended.includes(match[0]);
  if (!isRecommended && (!isLegal || width * height > rule.maxPixels)) {
    throw zhipuError('1210', `The size ${match[0]} is not supported`);
  }
  return { width, height };
}
