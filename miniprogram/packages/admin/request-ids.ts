import { createRequestId } from '../../services/request-id';

/**
 * Request ids of changes. The id remains while the same change is retried, whatever the outcome of the first try; another
 * change, or a success, begins a new one.
 */
export function createRequestIds() {
  let last: { content: string; requestId: string } | null = null;
  return {
    of(change: object): string {
      const content = JSON.stringify(change);
      if (last?.content !== content) last = { content, requestId: createRequestId() };
      return last.requestId;
    },
    done() {
      last = null;
    },
  };
}
