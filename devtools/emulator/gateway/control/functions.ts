import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Cloud } from '../../cloud';
import type { LogRow } from '../../logs/logs';
import { functionFailures } from '../../functions/failures';
import { isPhone, refusedReport } from '../../functions/invocation';
import { binaryOf, runtimes } from '../../functions/runtimes';
import { ControlError, notFound } from '../router';
import type { Route } from '../router';

export const Openid = z
  .string()
  .max(64)
  // The SDK would parse an openid of digits only as a number and round it.
  .regex(/[A-Za-z]/, 'an openid must contain a letter');

const Invoke = z.strictObject({
  name: z.string().min(1),
  data: z.unknown().optional(),
  openid: Openid.nullish(),
  source: z.string().min(1).default('wx_client'),
});

const RuntimeChoice = z.strictObject({ runtime: z.enum(runtimes).nullable() });

const { version } = JSON.parse(
  readFileSync(join(__dirname, '../../../../package.json'), 'utf8'),
) as { version: string };

export function functionRoutes({
  functions,
  database,
  clock,
  timers,
  logs,
  permissions,
}: Cloud): Route[] {
  return [
    {
      method: 'GET',
      path: '/local/health',
      run: () => ({
        ok: true,
        version,
        functions: functions.names(),
        collections: database.collections(),
        now: new Date(clock.now()),
      }),
    },
    {
      method: 'GET',
      path: '/local/functions',
      run: () =>
        functions.names().flatMap((name) => {
          const { timeout, memorySize, triggers } = functions.find(name)?.config ?? {};
          if (triggers === undefined) return [];
          return [{ name, timeout, memorySize, triggers, hosts: functions.hosts(name) }];
        }),
    },
    {
      method: 'POST',
      path: '/local/invoke',
      async run(request) {
        const { name, data, openid, source } = await request.json(Invoke);
        const caller = { source, openid: openid ?? undefined };
        if (
          isPhone(caller) &&
          functions.find(name) !== null &&
          !permissions.functions(name, caller.openid)
        ) {
          return refusedReport(functionFailures.forbidden(name));
        }
        const report = await functions.invoke({ name, data, ...caller });
        return { ...report, logs: report.logs.map(showLog) };
      },
    },
    {
      method: 'PUT',
      path: '/local/functions/:function/runtime',
      async run(request) {
        const { function: name = '' } = request.parameters;
        const { runtime } = await request.json(RuntimeChoice);
        if (functions.find(name) === null) return notFound(`function ${name}`);
        const node = runtime === null ? null : binaryOf(runtime);
        if (runtime !== null && node === null) {
          throw new ControlError(
            409,
            `${runtime} is not installed: npm ci --prefix devtools/runtimes`,
          );
        }
        functions.runOn(name, node);
        return { runtime };
      },
    },
    {
      method: 'POST',
      path: '/local/trigger/:function/:trigger',
      async run({ parameters }) {
        const { function: name = '', trigger = '' } = parameters;
        const fired = timers.fire(name, trigger);
        if (fired === null) return notFound(`trigger ${trigger} of function ${name}`);
        const report = await fired;
        return { ...report, logs: report.logs.map(showLog) };
      },
    },
    {
      method: 'GET',
      path: '/local/logs',
      query: ['requestId', 'function'],
      run: ({ query }) =>
        logs
          .find({
            requestId: query.get('requestId') ?? undefined,
            function: query.get('function') ?? undefined,
          })
          .map(showLog),
    },
  ];
}

function showLog(row: LogRow): Record<string, unknown> {
  return { ...row, time: { $date: new Date(row.time).toISOString() } };
}
