import { z } from 'zod';
import type { Cloud } from '../../cloud';
import type { Route } from '../router';

const Limit = z.int().min(1).optional();
const Limits = z.strictObject({
  databasePerSecond: Limit,
  databaseConnections: Limit,
  functionConcurrency: Limit,
});

export function planRoutes({ plan }: Cloud): Route[] {
  return [
    { method: 'GET', path: '/local/plan', run: () => plan.show() },
    {
      method: 'PUT',
      path: '/local/plan',
      async run(request) {
        plan.set(await request.json(Limits));
        return plan.show();
      },
    },
    {
      method: 'DELETE',
      path: '/local/plan',
      run() {
        plan.set(null);
        return plan.show();
      },
    },
  ];
}
