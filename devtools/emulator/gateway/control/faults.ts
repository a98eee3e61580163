import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { FaultRule } from '../../faults/rule';
import { ControlError } from '../router';
import type { Route } from '../router';

export function faultRoutes({ faults, functions, database }: Cloud): Route[] {
  /** Refuses unknown names, because such a rule would silently never fire. */
  function checkNames(rules: FaultRule[]): void {
    const known = { function: functions.names(), collection: database.collections() };
    for (const [position, rule] of rules.entries()) {
      for (const field of ['function', 'collection'] as const) {
        const name = rule[field];
        if (name === undefined || known[field].includes(name)) continue;
        if (field === 'collection' && rule.operation === 'createCollection') continue;
        const message = `${position}.${field}: there is no ${name}, but ${known[field].join(', ')}`;
        throw new ControlError(400, message, { field: `${position}.${field}` });
      }
    }
  }

  return [
    { method: 'GET', path: '/local/faults', run: () => faults.list() },
    {
      method: 'PUT',
      path: '/local/faults',
      async run(request) {
        const rules = await request.json(z.array(FaultRule));
        checkNames(rules);
        faults.set(rules);
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
