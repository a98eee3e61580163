import type { Drawing } from '../painter/drawings';
import { fetchPicture, toPixels } from './inputs';
import { publish } from './kit';
import type { Kit } from './kit';
import type { StubOrder, TakenOrder } from './orders';
import type { StubError } from './vendor';

type Pictured = StubOrder & {
  urls: string[];
  width: number;
  height: number;
  hasWatermark: boolean;
};

/** The drawing of an edit, with the pictures that it refers to; null when one of them cannot be fetched. */
export async function editDrawing(
  { prompt, urls, width, height, hasWatermark }: Pictured,
  variation: number,
): Promise<Drawing | null> {
  const fetched = await Promise.all(urls.map(fetchPicture));
  const pictures = fetched.flatMap((picture) => (picture === null ? [] : [picture]));
  if (pictures.length < fetched.length) return null;
  return {
    ...{ prompt, width, height, hasWatermark },
    composition: {
      ...{ kind: 'photograph', variation },
      inputs: pictures.map((picture) => ({ pixels: toPixels(picture), part: 'garment' })),
    },
  };
}

/** Fetches and draws, and returns the temporary URL or the vendor's error. */
export async function publishEdit(
  kit: Kit,
  { order, number, behaviours, takesMs }: TakenOrder<Pictured>,
  unreachable: () => StubError,
): Promise<{ url: string } | { error: StubError }> {
  const drawing = await editDrawing(order, number);
  if (drawing === null) return { error: unreachable() };
  return { url: publish(kit, drawing, behaviours, kit.now() + takesMs) };
}
