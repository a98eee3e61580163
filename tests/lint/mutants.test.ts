import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mutants } from '../faults/mutants/all';

const root = join(__dirname, '../..');

/** How often the file contains the text; 0 if the file does not exist. */
function occurrences(file: string, find: string): number {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8').split(find).length - 1 : 0;
}

describe('every mutant', () => {
  it.each(mutants.map(({ guard, edits }) => [guard, edits] as const))(
    'finds its guard once: %s',
    (_guard, edits) => {
      for (const { file, find, replace } of edits) {
        expect([file, find, occurrences(file, find)]).toEqual([file, find, 1]);
        expect(replace).not.toBe(find);
      }
    },
  );

  it('would be missed in a file that is gone or has changed', () => {
    expect(occurrences('cloudfunctions/shared/gone.ts', 'x')).toBe(0);
    expect(occurrences('cloudfunctions/shared/error.ts', 'no such guard')).toBe(0);
  });
});
