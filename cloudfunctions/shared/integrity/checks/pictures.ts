import type { Work } from '../../domain/work/work';
import type { Findings } from '../rules/findings';

type Options = {
  findMissing: ((fileIds: readonly string[]) => Promise<string[]>) | null;
  hasTime?: () => boolean;
};

/** Checks the files of completed works, one page at a time. */
export function createPictureCheck(
  { findMissing, hasTime = () => true }: Options,
  findings: Findings,
) {
  let checked = 0;
  let missing = 0;
  let skipped = 0;
  return {
    see: async (works: readonly Work[]): Promise<void> => {
      const pictures = works.filter(
        // A deleted work keeps its row, but its files only until they are removed.
        ({ status, imageUrl, deletedAt }) =>
          status === 'completed' && deletedAt === null && imageUrl.startsWith('cloud://'),
      );
      if (findMissing === null || !hasTime()) {
        skipped += pictures.length;
        return;
      }
      const gone = new Set(await findMissing(pictures.map(({ imageUrl }) => imageUrl)));
      checked += pictures.length;
      for (const { id, userId, imageUrl } of pictures) {
        if (!gone.has(imageUrl)) continue;
        missing += 1;
        findings.add({ problem: 'fileMissing', id, userId, what: imageUrl });
      }
    },
    get skipped() {
      return skipped;
    },
    figures: () => ({ checked, missing }),
  };
}
