import type { Database, Join } from '../core/database';

/** A query whose rows show that a job of the timer has work to do, now or before the next full check. */
export type Sign = { collection: string; where: object };

/** A lookup that reads at most one of the rows into the field `as`. */
export function toJoin({ command }: Database, { collection, where }: Sign, as: string): Join {
  const pipeline = command.aggregate.pipeline().match(where).limit(1).done();
  return { from: collection, as, pipeline };
}
