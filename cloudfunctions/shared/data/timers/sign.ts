import type { Database, Join } from '../core/database';

/** Rows that tell whether a job of the timer has anything to do, now or before the next full check. */
export type Sign = { collection: string; where: object };

/** A join that reads at most one of the rows into the field `as`. */
export function toJoin({ command }: Database, { collection, where }: Sign, as: string): Join {
  const pipeline = command.aggregate.pipeline().match(where).limit(1).done();
  return { from: collection, as, pipeline };
}
