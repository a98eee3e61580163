import type { InvalidRow } from '../../cloudfunctions/shared/data/core/rows';

/** Written to stderr, so that the output of `--json` stays valid JSON. */
export function reportInvalidRow({ collection, id, cause }: InvalidRow): void {
  console.error(`⚠️ ${collection}/${id}：${cause}`);
}
