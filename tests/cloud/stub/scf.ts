import { invalid, text } from './tcb';
import { Refusal } from './model';
import type { StubEnvironment, StubFunction } from './model';

type Params = Record<string, unknown>;
type Handler = (environment: StubEnvironment, params: Params) => object;

const runtimes = [
  'Nodejs8.9',
  'Nodejs10.15',
  'Nodejs12.16',
  'Nodejs16.13',
  'Nodejs18.15',
  'Nodejs20.19',
];
/** The settings of a function created without them. */
const defaults = { timeout: 3, memory: 256 };
/** After a change, this many status requests are answered with `Creating` or `Updating`. */
const busyFor = 2;
const maxZipBytes = 1.5 * 1024 * 1024;

/** The actions of `scf.tencentcloudapi.com`, except `Invoke`. */
export const scfActions: Record<string, Handler> = {
  CreateFunction(environment, params) {
    const name = text(params['FunctionName']);
    if (environment.functions.has(name)) {
      throw new Refusal('ResourceInUse.FunctionName', `function ${name} exists`);
    }
    const runtime = text(params['Runtime']);
    if (!runtimes.includes(runtime)) throw new Refusal('InvalidParameterValue.Runtime', runtime);
    if (params['Role'] !== 'TCB_QcsRole' || params['Stamp'] !== 'MINI_QCBASE')
      throw invalid('Stamp');
    environment.functions.set(name, {
      runtime,
      timeout: Number(params['Timeout'] ?? defaults.timeout),
      memory: Number(params['MemorySize'] ?? defaults.memory),
      description: text(params['Description']),
      variables: variablesOf(params),
      triggers: [],
      zip: zipOf(params),
      installsDependencies: params['InstallDependency'] === 'TRUE',
      busyFor,
    });
    return {};
  },

  GetFunction(environment, params) {
    const found = functionOf(environment, params);
    const isBusy = found.busyFor > 0;
    if (isBusy) found.busyFor -= 1;
    return {
      FunctionName: params['FunctionName'],
      Runtime: found.runtime,
      Timeout: found.timeout,
      MemorySize: found.memory,
      Description: found.description,
      Status: isBusy ? 'Updating' : 'Active',
      Environment: {
        Variables: Object.entries(found.variables).map(([Key, Value]) => ({ Key, Value })),
      },
      Triggers: found.triggers.map(({ name, cron }) => ({
        TriggerName: name,
        TriggerDesc: JSON.stringify({ cron }),
        Type: 'timer',
        Enable: 1,
      })),
    };
  },

  UpdateFunctionCode(environment, params) {
    const found = activeFunctionOf(environment, params);
    found.zip = zipOf(params);
    found.installsDependencies = params['InstallDependency'] === 'TRUE';
    found.busyFor = busyFor;
    return {};
  },

  UpdateFunctionConfiguration(environment, params) {
    const found = activeFunctionOf(environment, params);
    if (params['Runtime'] !== undefined)
      throw new Refusal('InvalidParameterValue.Runtime', 'fixed');
    Object.assign(found, {
      timeout: Number(params['Timeout'] ?? found.timeout),
      memory: Number(params['MemorySize'] ?? found.memory),
      description: params['Description'] ?? found.description,
      // Like the platform, an update replaces all variables: those left out are lost.
      ...(params['Environment'] === undefined ? {} : { variables: variablesOf(params) }),
      busyFor,
    });
    return {};
  },

  BatchCreateTrigger(environment, params) {
    const found = activeFunctionOf(environment, params);
    const triggers = JSON.parse(text(params['Triggers'])) as {
      TriggerName: string;
      Type: string;
      TriggerDesc: string;
    }[];
    for (const { TriggerName: name, Type: type, TriggerDesc: cron } of triggers) {
      if (type !== 'timer' || cron.split(' ').length !== 7) throw invalid('TriggerDesc');
      if (found.triggers.some((trigger) => trigger.name === name)) {
        throw new Refusal('ResourceInUse.Trigger', `trigger ${name} exists`);
      }
      found.triggers.push({ name, cron });
    }
    return {};
  },

  DeleteTrigger(environment, params) {
    const found = functionOf(environment, params);
    const at = found.triggers.findIndex(({ name }) => name === params['TriggerName']);
    if (at < 0) throw new Refusal('ResourceNotFound.Trigger', 'no such trigger');
    found.triggers.splice(at, 1);
    return {};
  },
};

export function functionOf({ functions, envId }: StubEnvironment, params: Params): StubFunction {
  if (params['Namespace'] !== envId) throw invalid('Namespace');
  const found = functions.get(text(params['FunctionName']));
  if (found === undefined) {
    throw new Refusal(
      'ResourceNotFound.Function',
      `function ${text(params['FunctionName'])} not found`,
    );
  }
  return found;
}

function activeFunctionOf(environment: StubEnvironment, params: Params): StubFunction {
  const found = functionOf(environment, params);
  if (found.busyFor > 0) throw new Refusal('FailedOperation.FunctionStatusError', 'it is updating');
  return found;
}

function zipOf(params: Params): Buffer {
  const { ZipFile: base64 } = params['Code'] as { ZipFile?: string };
  const zip = Buffer.from(text(base64), 'base64');
  if (zip.byteLength > maxZipBytes) throw new Refusal('InvalidParameterValue.Code', 'too large');
  return zip;
}

function variablesOf(params: Params): Record<string, string> {
  const { Variables: list = [] } = (params['Environment'] ?? {}) as {
    Variables?: { Key: string; Value: string }[];
  };
  return Object.fromEntries(list.map(({ Key: key, Value: value }) => [key, value]));
}
