import { fetchPicture, toPixels } from '../http/inputs';
import type { FetchedPicture } from '../http/inputs';
import type { Drawing } from '../painter/drawings';
import type { DashscopeOrder } from './request';

type Fetched = FetchedPicture & { part: DashscopeOrder['pictures'][number]['part'] };

const minBytes = 5_000;
const maxBytes = 5_000_000;
const minSide = 150;
const maxSide = 4_096;

/** Fetches and checks the pictures of the order. Returns what to draw, or the vendor's error code. */
export async function prepare(
  order: DashscopeOrder,
  number: number,
): Promise<{ drawings: Drawing[] } | { code: string }> {
  const inputs: Fetched[] = [];
  for (const { url, part } of order.pictures) {
    const picture = await fetchPicture(url);
    if (picture === null) return { code: 'InvalidParameter.DataInspection' };
    const code = problemOf(order, picture);
    if (code !== null) return { code };
    inputs.push({ ...picture, part });
  }
  const { prompt, size, seed, count, kind, hasWatermark } = order;
  const pictures = inputs.map((input) => ({ pixels: toPixels(input), part: input.part }));
  const person = pictures.find(({ part }) => part === 'person');
  const { width, height } = size ?? person?.pixels ?? { width: 1024, height: 1024 };
  return {
    drawings: Array.from({ length: count }, (_, index) => ({
      ...{ prompt, width, height, hasWatermark },
      composition: {
        kind: kind === 'tryon' ? 'tryon' : 'photograph',
        variation: (seed ?? number) + index,
        inputs: pictures,
      },
    })),
  };
}

function problemOf({ kind }: DashscopeOrder, picture: FetchedPicture): string | null {
  if (kind !== 'tryon') return null;
  const { bytes, width, height } = picture;
  if (bytes.length < minBytes || bytes.length > maxBytes) return 'InvalidFile.Size';
  const isOutside = [width, height].some((side) => side < minSide || side > maxSide);
  return isOutside ? 'InvalidFile.Resolution' : null;
}
