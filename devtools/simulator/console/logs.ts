import { page, type Section } from './parts';
import { traceList } from './trace-list';

export const logs: Section = {
  id: 'logs',
  title: '日志',
  open: () =>
    Promise.resolve(
      page(
        '日志',
        '一次操作一行，点开看它经过的每一步。最新的在最上面。',
        traceList({ search: new URLSearchParams(location.hash.split('?')[1]).get('q') ?? '' }),
      ),
    ),
};
