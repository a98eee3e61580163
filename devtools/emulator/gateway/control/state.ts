import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { State, exportState, importState } from '../../state';
import { toConflict } from '../router';
import type { Route } from '../router';

const Reset = z.strictObject({ seed: z.boolean().optional() }).nullish();

export function stateRoutes(cloud: Cloud): Route[] {
  return [
    {
      method: 'POST',
      path: '/local/reset',
      async run(request) {
        const startedAt = performance.now();
        const seed = (await request.json(Reset))?.seed === true;
        cloud.reset({ seed });
        return { ok: true, durationMs: performance.now() - startedAt };
      },
    },
    { method: 'GET', path: '/local/export', run: () => exportState(cloud) },
    {
      method: 'POST',
      path: '/local/import',
      async run(request) {
        const state = await request.json(State);
        toConflict(() => importState(cloud, state));
        return { ok: true };
      },
    },
  ];
}
