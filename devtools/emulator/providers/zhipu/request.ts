import { ZhipuError } from './errors';

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
  least: number;
  most: number;
  step: number;
  mostPixels: number;
};

const glmImage: SizeRule = {
  standard: '1280x1280',
  // 1728x960 breaks the rule below it, in the provider's own reference too: the list counts first.
  recommended: ['1568x1056', '1056x1568', '1472x1088', '1088x1472', '1728x960', '960x1728'],
  least: 1024,
  most: 2048,
  step: 32,
  mostPixels: 2 ** 22,
};
const cogview: SizeRule = {
  standard: '1024x1024',
  recommended: ['768x1344', '864x1152', '1344x768', '1152x864', '1440x720', '720x1440'],
  least: 512,
  most: 2048,
  step: 16,
  mostPixels: 2 ** 21,
};

const sizeRules = new Map([
  ['glm-image', glmImage],
  ['cogview-4-250304', cogview],
  ['cogview-4', cogview],
  ['cogview-3-flash', cogview],
]);
const longestGlmPrompt = 1000;

/** Checks as the provider does and throws its error; unknown fields pass, as they do there. */
export function parseImageRequest(text: string): ImageRequest {
  const body = parseBody(text);
  const model = requiredText(body, 'model');
  const rule = sizeRules.get(model);
  if (rule === undefined) throw new ZhipuError('1211', `The model ${model} does not exist`);
  const prompt = requiredText(body, 'prompt');
  if (rule === glmImage && prompt.length > longestGlmPrompt) throw new ZhipuError('1261');

  const { watermark_enabled: watermark = true, user_id: userId = null } = body;
  if (typeof watermark !== 'boolean') throw illegal('watermark_enabled');
  if (userId !== null && (typeof userId !== 'string' || !/^.{6,128}$/s.test(userId))) {
    throw illegal('user_id');
  }
  return {
    model,
    prompt,
    ...parseSize(body.size ?? rule.standard, rule),
    quality: parseQuality(body.quality, rule),
    hasWatermark: watermark,
    userId,
  };
}

function parseBody(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The provider does not tell broken JSON from wrong parameters.
    throw new ZhipuError('1210');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ZhipuError('1210');
  }
  return value as Record<string, unknown>;
}

function requiredText(body: Record<string, unknown>, field: string): string {
  const value = body[field];
  if (value === undefined || value === null || value === '') {
    throw new ZhipuError('1213', `The parameter ${field} was not received`);
  }
  if (typeof value !== 'string') throw illegal(field);
  return value;
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
    (side) => side >= rule.least && side <= rule.most && side % rule.step === 0,
  );
  const isRecommended = rule.recommended.includes(match[0]);
  if (!isRecommended && (!isLegal || width * height > rule.mostPixels)) {
    throw new ZhipuError('1210', `The size ${match[0]} is not supported`);
  }
  return { width, height };
}

function illegal(field: string): ZhipuError {
  return new ZhipuError('1214', `The parameter ${field} is illegal`);
}
