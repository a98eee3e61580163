import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { FaultRule } from '../../faults/rule';
import type { Route } from '../router';

export function faultRoutes({ faults, functions }: Cloud): Route[] {
  return [
    { method: 'GET', path: '/local/faults', run: () => faults.list() },
    {
      method: 'PUT',
      path: '/local/faults',
      async run(request) {
        faults.set(await request.json(z.array(FaultRule)));
        functions.tellFaults();
        return faults.list();
      },
    },
    {
      method: 'DELETE',
      path: '/local/faults',
      run() {
        faults.clear();
        functions.tellFaults();
        return faults.list();
      },
    },
  ];
}
