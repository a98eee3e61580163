/** Downloads the picture that a vendor's reply names. Any error except DownloadRefused may be transient. */
export type PictureDownload = (url: string, timeoutMs: number) => Promise<Buffer>;

/** A retry would not help. */
export class DownloadRefused extends Error {
  override readonly name = 'DownloadRefused';
}
