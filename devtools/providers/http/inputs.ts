import { checkPicture } from '../../../cloudfunctions/shared/pictures/decode';
import type { PictureFacts } from '../../../cloudfunctions/shared/pictures/decode';
import type { Pixels } from '../../../cloudfunctions/shared/pictures/pixels';
import { openUpright } from '../../../cloudfunctions/shared/pictures/upright';

export type FetchedPicture = PictureFacts & { bytes: Buffer };

/** Longer sides are scaled down: no result is larger. */
const longestSide = 1200;
const timeoutMs = 10_000;

/** A picture that an order names, fetched as the vendor does; null when it cannot be had, or is none. */
export async function fetchPicture(url: string): Promise<FetchedPicture | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) return null;
    const bytes = Buffer.from(await response.arrayBuffer());
    const checked = checkPicture(bytes);
    return 'problem' in checked ? null : { ...checked, bytes };
  } catch {
    // The vendor does not say more than that either.
    return null;
  }
}

export function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/\S+$/.test(value);
}

export function isDataUrl(value: unknown): value is string {
  return typeof value === 'string' && /^data:image\/[a-z]+;base64,/.test(value);
}

/** The picture as it is seen. */
export function toPixels({ bytes }: FetchedPicture): Pixels {
  const { width, height, shrinkTo } = openUpright(bytes, { minSide: longestSide });
  const factor = Math.min(1, longestSide / Math.max(width, height));
  return shrinkTo(Math.round(width * factor), Math.round(height * factor));
}
