import { randomBytes } from 'node:crypto';

export type Task = { model: string; url: string | null; readyAt: number };

/** Accepted tasks by their ids. */
export type Tasks<Kind = Task> = {
  /** `url` is null for a task that fails. */
  add(task: Kind): string;
  find(id: string): Kind | undefined;
};

export function createTasks<Kind = Task>(): Tasks<Kind> {
  const tasks = new Map<string, Kind>();
  return {
    add(task) {
      const id = randomBytes(10).toString('hex');
      tasks.set(id, task);
      return id;
    },
    find: (id) => tasks.get(id),
  };
}
