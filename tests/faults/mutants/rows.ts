import { only, shared } from './mutant';
import type { Mutant } from './mutant';

/** Guards against malformed rows written by hand. */
export const rows: Mutant[] = [
  only(
    'malformed rows passed over in lists',
    `${shared}/data/core/rows.ts`,
    "return raws.map(parseOrReport).flatMap((parsed) => ('row' in parsed ? [parsed.row] : []));",
    "return raws.map(parseOrReport).map((parsed) => { if ('row' in parsed) return parsed.row; throw parsed.error; });",
  ),
];
