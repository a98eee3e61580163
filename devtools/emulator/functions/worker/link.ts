import { isMainThread } from 'node:worker_threads';
import { openProcessLink } from './process-link';
import type { FromInstance, InstanceData, ToInstance, Verdict } from './messages';
import { openThreadLink } from './thread-link';

/** The connection of an instance to the cloud, from a worker thread or from a separate process. */
export type Link = {
  data: InstanceData;
  /** Resolves when the message has been sent, so that freezing the instance cannot hold it back. */
  post(message: FromInstance): Promise<void>;
  onMessage(listener: (message: ToInstance) => void): void;
  /** Asks the cloud, synchronously, for its verdict on a request. */
  ask(host: string, operation: string): Verdict;
  count: (service: 'http' | 'storage') => void;
  /** Call when an invocation begins; allows the instance to freeze again. */
  awaken(): void;
  /** Blocks until the next invocation. */
  freeze(): void;
};

export function openLink(): Link {
  return isMainThread ? openProcessLink() : openThreadLink();
}
