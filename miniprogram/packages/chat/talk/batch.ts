type Change = Record<string, unknown>;

export type Batch = (change: Change) => void;

/**
 * Collects the changes of one task and applies them as one `setData`. Setting a list drops earlier paths into it.
 */
export function createBatch(apply: (change: Change) => void): Batch {
  let waiting: Change = {};
  let isDue = false;
  return (change) => {
    for (const [key, value] of Object.entries(change)) {
      for (const path of Object.keys(waiting)) {
        if (path === key || path.startsWith(`${key}[`)) Reflect.deleteProperty(waiting, path);
      }
      // Keys are applied in their order.
      waiting[key] = value;
    }
    if (isDue) return;
    isDue = true;
    void Promise.resolve().then(() => {
      const due = waiting;
      waiting = {};
      isDue = false;
      apply(due);
    });
  };
}
