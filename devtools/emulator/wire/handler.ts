import { randomUUID } from 'node:crypto';
import { DiskError } from '../disk/disk-error';
import { underFault } from '../faults/apply';
import type { CloudCall, Faults } from '../faults/faults';
import type { Invocation } from '../functions/invocation';
import type { Plan } from '../plan/plan';
import { WireError, transactionConflict } from './errors';
import { toRefusal, toReply } from './fault-outcomes';
import type { WireAction, WireOutcome, WireRequest } from './messages';

export type WireServices = {
  database(request: WireAction): Promise<Record<string, unknown>>;
  storage(request: WireAction): Promise<Record<string, unknown>>;
  functions(request: WireAction): Promise<Record<string, unknown>>;
  openapi(request: WireAction): Promise<WireOutcome>;
};

export type WireHandlerOptions = {
  services: WireServices;
  faults: Faults;
  /** Limits of the database; absent: none. */
  plan?: Pick<Plan, 'database'>;
  invocation: (token: unknown) => Invocation | null;
  sleep: (milliseconds: number) => Promise<void>;
};

export type WireHandler = (request: WireRequest) => Promise<WireOutcome>;

/**
 * Answers the requests that the unmodified SDK posts to `/admin`. It is independent of HTTP, so that the same handler
 * serves sockets and test suites that run thousands of scenarios in one process.
 */
export function createWireHandler({
  services,
  faults,
  plan,
  invocation,
  sleep,
}: WireHandlerOptions): WireHandler {
  async function perform(request: WireAction, call: CloudCall | null): Promise<WireOutcome> {
    if (call?.service === 'openapi') return services.openapi(request);
    const service = call?.service;
    if (service !== 'database' && service !== 'storage' && service !== 'functions') {
      throw new WireError('INVALID_PARAM', `not supported locally: ${request.action}`);
    }
    const body = await services[service](request);
    return { kind: 'json', body: { requestId: randomUUID(), ...body } };
  }

  async function answer(request: WireAction, call: CloudCall | null): Promise<WireOutcome> {
    try {
      return await perform(request, call);
    } catch (error) {
      return toErrorOutcome(error, call?.service);
    }
  }

  async function conflict(request: WireAction): Promise<WireOutcome> {
    const { transactionId } = request.fields;
    if (typeof transactionId === 'string') {
      // The cloud aborts a transaction on a conflict.
      const abort = { ...request, action: 'database.abortTransaction', fields: { transactionId } };
      await services.database(abort).catch(() => undefined);
    }
    return toErrorOutcome(transactionConflict());
  }

  return async ({ fields }) => {
    const action = String(fields['action']);
    const caller = invocation(fields['wxCloudApiToken']);
    const request: WireAction = { action, fields, invocation: caller };
    const call = toCall(request);
    if (call !== null && caller !== null && call.service in caller.calls) {
      caller.calls[call.service as keyof typeof caller.calls] += 1;
    }
    // Fault rules for calls of another function are applied where that function is invoked.
    const rule = call === null || call.service === 'functions' ? null : faults.strike(call);
    const serve = () =>
      underFault<WireOutcome>(rule, () => answer(request, call), {
        sleep,
        refuse: (fault) => toRefusal(fault, call),
        reply: (fault) => toReply(fault, call),
        conflict: () => conflict(request),
        hang: () => ({ kind: 'hang' }),
        kill() {
          caller?.kill();
          return { kind: 'hang' };
        },
      });
    // A plan limits functions only, not scripts and the console, which call without an invocation.
    if (plan === undefined || caller === null || call?.service !== 'database') return serve();
    return plan.database(serve).catch((error: unknown) => toErrorOutcome(error));
  };
}

function toErrorOutcome(error: unknown, service?: CloudCall['service']): WireOutcome {
  const { code, message } = toWireError(error, service);
  return { kind: 'json', body: { requestId: randomUUID(), code, message } };
}

function toWireError(error: unknown, service: CloudCall['service'] | undefined): WireError {
  if (error instanceof WireError) return error;
  if (error instanceof DiskError) {
    console.error(error.message);
    const code = service === 'storage' ? 'STORAGE_REQUEST_FAIL' : 'DATABASE_REQUEST_FAILED';
    return new WireError(code, `[FailedOperation] ${error.message}`);
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`the local cloud failed: ${message}`);
  return new WireError('SYS_ERR', message);
}

const databaseOperations = new Map([
  ['insertDocument', 'add'],
  ['getDocument', 'get'],
  ['calculateDocument', 'count'],
  ['modifyAndReturnDoc', 'update'],
  ['removeDocument', 'remove'],
  ['aggregateDocuments', 'aggregate'],
  ['addCollection', 'createCollection'],
  ['startTransaction', 'begin'],
  ['commitTransaction', 'commit'],
  ['abortTransaction', 'abort'],
]);

const servicesByPrefix = new Map<string, CloudCall['service']>([
  ['database', 'database'],
  ['storage', 'storage'],
  ['functions', 'functions'],
  ['wx', 'openapi'],
]);

/** Describes the call for fault rules and call counts; null for actions that belong to no service. */
function toCall({ action, fields, invocation }: WireAction): CloudCall | null {
  const [prefix = '', operation = ''] = action.split('.');
  const service = servicesByPrefix.get(prefix);
  if (service === undefined) return null;
  const caller = invocation?.definition.name;
  switch (service) {
    case 'database':
      return {
        service,
        operation: databaseOperations.get(operation) ?? modification(operation, fields),
        collection: textOf(fields['collectionName']),
        function: caller,
      };
    case 'openapi':
      return { service, operation: textOf(fields['apiName']) ?? operation, function: caller };
    case 'functions':
      return { service, operation: 'call', function: textOf(fields['function_name']) };
    default:
      return { service, operation, function: caller };
  }
}

function modification(operation: string, fields: Record<string, unknown>): string {
  if (operation !== 'modifyDocument') return operation;
  return fields['upsert'] === true ? 'set' : 'update';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
