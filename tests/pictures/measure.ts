import { readFileSync } from 'node:fs';
import { checkPicture } from '../../cloudfunctions/shared/pictures/decode';
import { makeThumbnail } from '../../cloudfunctions/shared/pictures/thumbnail';
import { uprightJpeg, uprightSquareJpeg } from '../../cloudfunctions/shared/pictures/upright';

/** `node measure.js <use> <file>` prints the peak growth of the process in MB. */
const uses: Record<string, (bytes: Buffer) => unknown> = {
  checkPicture,
  makeThumbnail: (bytes) => makeThumbnail(bytes, { maxWidth: 360, maxBytes: 39_000 }),
  uprightJpeg: (bytes) => uprightJpeg(bytes, 2048),
  uprightSquareJpeg: (bytes) => uprightSquareJpeg(bytes, 512),
};

const [use = '', file = ''] = process.argv.slice(2);
const bytes = readFileSync(file);
const before = process.resourceUsage().maxRSS;
uses[use]?.(bytes);
console.log((process.resourceUsage().maxRSS - before) / 1024);
