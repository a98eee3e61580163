import type { Database, Document } from '../../../devtools/emulator/database/database';

/** A committed change of a job, and the invocations that were writing to the database at that moment. */
export type JobWrite = { before: Document; after: Document; writers: readonly string[] };

export type JobWrites = {
  readonly list: readonly JobWrite[];
  /** Records the changes of this database. */
  observe(database: Database): void;
  /** Runs a request on behalf of the invocation. */
  during<Result>(writer: string, run: () => Promise<Result>): Promise<Result>;
};

/** Records who wrote to which job, which the rows do not show. */
export function createJobWrites(): JobWrites {
  const list: JobWrite[] = [];
  const active = new Map<string, number>();
  return {
    list,
    observe(database) {
      database.onChange(({ collection, before, after }) => {
        if (collection !== 'task_jobs' || before === null || after === null) return;
        list.push({ before, after, writers: [...active.keys()] });
      });
    },
    async during(writer, run) {
      active.set(writer, (active.get(writer) ?? 0) + 1);
      try {
        return await run();
      } finally {
        const left = (active.get(writer) ?? 1) - 1;
        if (left === 0) active.delete(writer);
        else active.set(writer, left);
      }
    },
  };
}
