import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Guards between the admission and the record. */
export const drawing: Mutant[] = [
  only(
    'moderation before the provider',
    'cloudfunctions/aiGenerate/actions/generate.ts',
    'if (refusal !== null) {',
    'if (refusal === undefined) {',
  ),
  only(
    'unknown outcome never sent again',
    `${shared}/domain/provider/fault.ts`,
    "    case 'unknown':\n      return { step: 'stop' };",
    "      return { step: 'stop' };\n    case 'unknown':\n      return remainingMs > minCallMs ? { step: 'again', waitMs: 500 } : { step: 'stop' };",
  ),
  only(
    'own copy of the picture before the work is completed',
    `${shared}/flows/generation/produce.ts`,
    `await storePicture(
      work,
      painted.imageUrl,
      needs,
      after(storeDeadlineMs),
      painted,
    );`,
    '{ imageUrl: painted.imageUrl, imageBytes: 0 }; void storePicture; void storeDeadlineMs;',
  ),
  only(
    'path of a picture drawn at random',
    `${shared}/domain/work/paths.ts`,
    "${id}${pathToken === '' ? '' : `-${pathToken}`}.${extension}`",
    '${id}.${extension}`; void pathToken',
    'a picture that a user puts where ours would lie',
  ),
  only(
    'late picture downloaded again',
    `${shared}/flows/generation/store.ts`,
    'const downloadWaits = fixedWaits(1_000, 2_000, 4_000);',
    'const downloadWaits = fixedWaits();',
    'a late picture and a sweeper',
  ),
];
