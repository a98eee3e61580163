/**
 * Why bytes cannot be used as a picture. `notPicture`: neither PNG, JPEG nor WebP; `damaged`: truncated, or its data cannot be
 * decoded; `noPixels`: an empty picture; `tooLarge`: decoding it would need more memory than a function has; `animated`,
 * `unsupported`: a kind that our decoders do not support.
 */
export type PictureProblem =
  'notPicture' | 'damaged' | 'noPixels' | 'tooLarge' | 'animated' | 'unsupported';

export class PictureError extends Error {
  override readonly name = 'PictureError';

  constructor(
    readonly problem: PictureProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
