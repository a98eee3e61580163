import { isMainThread } from 'node:worker_threads';
import { openProcessLink } from './process-link';
import type { FromInstance, InstanceData, ToInstance, Verdict } from './messages';
import { openThreadLink } from './thread-link';

/** How the program of an instance talks to the cloud, from a worker thread or from a process of its own. */
export type Link = {
  data: InstanceData;
  /** Resolves when the message is on its way, so that a frozen instance cannot hold it back. */
  post(message: FromInstance): Promise<void>;
  onMessage(listener: (message: ToInstance) => void): void;
  /** Asks the cloud, synchronously, what happens to a request. */
  ask(host: string, operation: string): Verdict;
  count(service: 'http' | 'storage'): void;
  /** An invocation begins: the instance may freeze once more. */
  awaken(): void;
  /** Blocks until the next invocation. */
  freeze(): void;
};

export function openLink(): Link {
  return isMainThread ? openProcessLink() : openThreadLink();
}
