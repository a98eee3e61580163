/** The bytes are not what they claim, or are of a kind this project does not read. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}
