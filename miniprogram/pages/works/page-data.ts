import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { tabs, toEmpty } from './view';
import type { DrawnDay } from './visible-days';

/** The initial data of the page. */
export const pageData = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  tabs,
  tab: 'all' as WorkTab,
  query: '',
  days: [] as DrawnDay[],
  above: 0,
  below: 0,
  elapsed: {} as Record<string, string>,
  empty: toEmpty('all', ''),
  isEmpty: false,
  isLoadingMore: false,
  isAtEnd: false,
  notice: '',
  barHeight: 0,
  headBottom: 0,
  isSelecting: false,
  selected: {} as Record<string, true>,
  /** Days whose pictures are all selected. */
  wholeDays: {} as Record<string, true>,
  count: 0,
  areFavorites: false,
  undo: '',
};
