import { parseSize } from '../size';

type SizeRule = {
  recommended: readonly string[];
  side: { least: number; most: number; step: number };
  maxPixels: number;
};

const glmImage: SizeRule = {
  recommended: [
    '1280x1280',
    '1568x1056',
    '1056x1568',
    '1472x1088',
    '1088x1472',
    '1728x960',
    '960x1728',
  ],
  side: { least: 1024, most: 2048, step: 32 },
  maxPixels: 2 ** 22,
};
const cogview: SizeRule = {
  recommended: [
    '1024x1024',
    '768x1344',
    '864x1152',
    '1344x768',
    '1152x864',
    '1440x720',
    '720x1440',
  ],
  side: { least: 512, most: 2048, step: 16 },
  maxPixels: 2 ** 21,
};

/**
 * Null if the model supports the size, else the reason. Recommended sizes are checked first: two of glm-image's violate its own
 * rule for custom sizes.
 */
export function sizeProblem(model: string, size: string): string | null {
  const rule = model.startsWith('glm-image') ? glmImage : cogview;
  if (rule.recommended.includes(size)) return null;
  const parsed = parseSize(size);
  if (parsed === null) return 'is not WIDTHxHEIGHT';
  const sides = [parsed.width, parsed.height];
  const { least, most, step } = rule.side;
  if (sides.some((side) => side < least || side > most))
    return `has a side outside ${least}-${most}`;
  if (sides.some((side) => side % step !== 0)) return `has a side that is no multiple of ${step}`;
  const pixels = parsed.width * parsed.height;
  return pixels > rule.maxPixels ? `has more than ${rule.maxPixels} pixels` : null;
}
