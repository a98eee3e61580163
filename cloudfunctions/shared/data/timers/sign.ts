import type { Database, Join } from '../core/database';

/** Rows without which some work has nothing to do, now or before the next full look. */
export type Sign = { collection: string; where: object };

/** One of its rows at most, as `as`. */
export function toJoin({ command }: Database, { collection, where }: Sign, as: string): Join {
  const pipeline = command.aggregate.pipeline().match(where).limit(1).done();
  return { from: collection, as, pipeline };
}
