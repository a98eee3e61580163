import { decodePicture } from '../../../cloudfunctions/shared/pictures/decode';
import { shrink } from '../../../cloudfunctions/shared/pictures/pixels';
import { fetchPicture } from '../http/inputs';
import type { FetchedPicture } from '../http/inputs';
import type { Behaviour } from '../http/directives';
import { zhipuError } from './errors';

type Question = { id: string; choices: string[] };

/** Faults of a vision model. */
export const visionBehaviours = {
  'differ=<question>': 'answers this question with its second choice, whatever the pictures show',
  'off-enum=<question>': 'answers this question with a word that is none of its choices',
  'missing=<question>': 'leaves this question out',
  prose: 'answers in a sentence, without an object',
} as const;

const side = 48;
/** Colours closer than this count as equal, as people see clothes in different light. */
const nearDistance = 72;
const mainColors = 3;

/**
 * A rule-based vision model. It answers every question of the form `"id"：… 只能回答：a、b` with the first choice. Only
 * questions about colours are judged from the pictures: the answer is the second choice when a main colour of the first
 * picture is missing in the last one.
 */
export async function lookAt(
  text: string,
  urls: readonly string[],
  behaviours: readonly Behaviour[],
): Promise<string> {
  const pictures: FetchedPicture[] = [];
  for (const url of urls) {
    const picture = await fetchPicture(url);
    if (picture === null) throw zhipuError('1210', '图片输入格式/解析错误');
    pictures.push(picture);
  }
  const valueOf = (name: string): string | null =>
    behaviours.find((behaviour) => behaviour.name === name)?.value ?? null;
  if (behaviours.some(({ name }) => name === 'prose')) return '两张图看起来是同一件衣服。';
  const isRecolored = pictures.length > 1 && !showsColors(pictures[0], pictures.at(-1));
  const answers = questionsOf(text)
    .filter(({ id }) => id !== valueOf('missing'))
    .map(({ id, choices: [first = '', second = first] }) => {
      if (id === valueOf('off-enum')) return [id, '也许'];
      const isDifferent = id === valueOf('differ') || (/colou?r/.test(id) && isRecolored);
      return [id, isDifferent ? second : first];
    });
  return `\`\`\`json\n${JSON.stringify(Object.fromEntries(answers))}\n\`\`\``;
}

function questionsOf(text: string): Question[] {
  return [...text.matchAll(/^"(\w+)"：.*只能回答：(.+)$/gm)].map(([, id = '', choices = '']) => ({
    id,
    choices: choices.split('、'),
  }));
}

type Rgb = [red: number, green: number, blue: number];

function showsColors(garment?: FetchedPicture, result?: FetchedPicture): boolean {
  if (garment === undefined || result === undefined) return true;
  const shown = pixelsOf(result);
  return mainColorsOf(garment).every((color) =>
    shown.some((other) => distance(color, other) <= nearDistance),
  );
}

/** The main colours in the middle of the picture, where a garment is. */
function mainColorsOf(picture: FetchedPicture): Rgb[] {
  const middle = pixelsOf(picture).filter((_, index) => {
    const [x, y] = [index % side, Math.floor(index / side)];
    return [x, y].every((at) => at > side * 0.3 && at < side * 0.7);
  });
  const counts = new Map<string, { color: Rgb; count: number }>();
  for (const color of middle) {
    const key = color.map((channel) => channel >> 5).join();
    const known = counts.get(key);
    counts.set(key, { color: known?.color ?? color, count: (known?.count ?? 0) + 1 });
  }
  return [...counts.values()]
    .sort((one, other) => other.count - one.count)
    .slice(0, mainColors)
    .filter(({ count }) => count > middle.length * 0.15)
    .map(({ color }) => color);
}

function pixelsOf({ bytes }: FetchedPicture): Rgb[] {
  const { data } = shrink(decodePicture(bytes, { minSide: side }), side, side);
  return Array.from({ length: side * side }, (_, index) => [
    data[index * 4] ?? 0,
    data[index * 4 + 1] ?? 0,
    data[index * 4 + 2] ?? 0,
  ]);
}

function distance(one: Rgb, other: Rgb): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}
