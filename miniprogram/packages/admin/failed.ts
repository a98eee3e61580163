import { CloudError } from '../../services/cloud';
import { explain } from '../../utils/dialog';
import { toClosed } from './people';
import type { ClosedPage } from './people';

/** After a failed read the page keeps its content, unless the reader has lost the permission. */
export function afterFailure(
  state: 'loading' | 'ready' | 'failed',
  error: unknown,
): { notice: string } | { state: 'failed'; closed: ClosedPage } {
  const failure = error instanceof CloudError ? error.failure : '';
  const reason = explain(error);
  if (state === 'ready' && failure !== 'FORBIDDEN') {
    return { notice: '网络不可用，正在显示上次的内容' };
  }
  return { state: 'failed', closed: toClosed(failure, reason) };
}
