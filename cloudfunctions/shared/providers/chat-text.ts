/**
 * The text of an answer, assembled from its pieces. Most vendors send increments; some repeat the whole text so far in each
 * piece. `last`: the latest piece, as long as each piece began with the one before it, else null.
 */
export type PieceText = {
  text: string;
  pieces: number;
  last: string | null;
  isRepeating: boolean;
};

/** Two pieces like 好 and 好的 prove no repetition: 好好的 is a word. */
const minRepeats = 3;
const minRepeatedLength = 6;

export const noText: PieceText = { text: '', pieces: 0, last: null, isRepeating: false };

export function addPiece(soFar: PieceText, piece: string): PieceText {
  const { text, last, isRepeating } = soFar;
  if (piece === '') return soFar;
  const pieces = soFar.pieces + 1;
  if (pieces === 1) return wholeText(piece);
  if (last !== null && piece.length > last.length && piece.startsWith(last)) {
    const isProof = pieces >= minRepeats || last.length >= minRepeatedLength;
    return { text: isProof ? piece : text + piece, pieces, last: piece, isRepeating: isProof };
  }
  // The same text again is a heartbeat.
  if (isRepeating && piece === last) return soFar;
  return { text: text + piece, pieces, last: null, isRepeating: false };
}

/** Some vendors send the whole text again as the last piece. */
export function addLastPiece(soFar: PieceText, piece: string): PieceText {
  const isProof = soFar.pieces >= 2 || soFar.text.length >= minRepeatedLength;
  return isProof && piece.startsWith(soFar.text) ? wholeText(piece) : addPiece(soFar, piece);
}

/** A `message` contains the whole text by contract: next to pieces it repeats them. */
export function addWhole(soFar: PieceText, whole: string): PieceText {
  if (soFar.text.startsWith(whole)) return soFar;
  const isWhole = whole.length >= soFar.text.length;
  return isWhole ? wholeText(whole) : addPiece(soFar, whole);
}

/** `isWhole`: false while more may come; then text that may turn out to be a repetition is left out. */
export function textOf({ text, pieces, last, isRepeating }: PieceText, isWhole: boolean): string {
  const isOpen = !isWhole && pieces === 2 && last !== null && !isRepeating;
  return isOpen ? text.slice(0, text.length - last.length) : text;
}

function wholeText(text: string): PieceText {
  return { text, pieces: 1, last: text, isRepeating: false };
}
