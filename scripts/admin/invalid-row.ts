import type { InvalidRow } from '../../cloudfunctions/shared/data/core/rows';

/** On stderr, so that the output of `--json` stays JSON. */
export function reportInvalidRow({ collection, id, cause }: InvalidRow): void {
  console.error(`⚠️ ${collection}/${id}：${cause}`);
}
