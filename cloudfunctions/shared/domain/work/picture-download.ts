/** Downloads the picture that a vendor's reply names. Any error but DownloadRefused may pass with another attempt. */
export type PictureDownload = (url: string, timeoutMs: number) => Promise<Buffer>;

/** Downloading again would not help. */
export class DownloadRefused extends Error {
  override readonly name = 'DownloadRefused';
}
