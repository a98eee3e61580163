import { checkPicture } from '../../../cloudfunctions/shared/pictures/decode';
import type { PictureFacts } from '../../../cloudfunctions/shared/pictures/decode';
import type { Pixels } from '../../../cloudfunctions/shared/pictures/pixels';
import { openUpright } from '../../../cloudfunctions/shared/pictures/upright';

export type FetchedPicture = PictureFacts & { bytes: Buffer };

/** Pictures with a longer side are scaled down, as no result is larger. */
const longestSide = 1200;
const timeoutMs = 10_000;

/** Fetches a picture that an order names, as the vendor does; null when it cannot be fetched or is not a picture. */
export async function fetchPicture(url: string): Promise<FetchedPicture | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) return null;
    const bytes = Buffer.from(await response.arrayBuffer());
    const checked = checkPicture(bytes);
    return 'problem' in checked ? null : { ...checked, bytes };
  } catch {
    // The vendor does not tell the reason either.
    return null;
  }
}

export function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/\S+$/.test(value);
}

export function isDataUrl(value: unknown): value is string {
  return typeof value === 'string' && /^data:image\/[a-z]+;base64,/.test(value);
}

/** Decodes a picture in its upright orientation. */
export function toPixels({ bytes }: FetchedPicture): Pixels {
  const { width, height, shrinkTo } = openUpright(bytes, { minSide: longestSide });
  const factor = Math.min(1, longestSide / Math.max(width, height));
  return shrinkTo(Math.round(width * factor), Math.round(height * factor));
}
