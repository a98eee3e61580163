import { randomBytes } from 'node:crypto';

export type Task = { model: string; url: string | null; readyAt: number };

/** Work that a vendor has accepted, by its id. */
export type Tasks = {
  /** `url` is null for a task that fails. */
  add(task: Task): string;
  find(id: string): Task | undefined;
};

export function createTasks(): Tasks {
  const tasks = new Map<string, Task>();
  return {
    add(task) {
      const id = randomBytes(10).toString('hex');
      tasks.set(id, task);
      return id;
    },
    find: (id) => tasks.get(id),
  };
}
