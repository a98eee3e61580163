/**
 * Why bytes cannot be used as a picture. `notPicture`: neither PNG, JPEG nor WebP; `damaged`: cut, or its data cannot be
 * decoded; `noPixels`: an empty picture; `tooLarge`: decoding it would take more memory than a function has;
 * `animated`, `unsupported`: a kind that no decoder here knows.
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
