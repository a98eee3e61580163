import { createCatalogue } from '../../../devtools/emulator/functions/catalogue';
import type { FunctionDefinition } from '../../../devtools/emulator/functions/catalogue';
import { instanceEnvironment } from '../../../devtools/emulator/functions/environment';
import { dashscopeUrl } from './dashscope';
import { loadProgram } from './instance';
import type { Instance } from './instance';
import { providerKey, providerUrl } from './provider';
import { wechatVariables } from './wechat';

export const gatewayOrigin = 'http://cloud.test';
/** The template of the message about a finished task. */
export const messageTemplateId = 'template-task-ended';

/** Deployed functions and their instances, which are reused across scenarios like warm instances across calls. */
export type Deployment = {
  define(name: string): FunctionDefinition;
  environmentOf(name: string): Readonly<Record<string, string>>;
  /** An idle instance, or a new one. */
  acquire(name: string): Instance;
  idle(name: string): number;
  release(name: string, instance: Instance): void;
  readonly instances: number;
};

export function createDeployment(folders: readonly string[]): Deployment {
  const catalogues = folders.map(createCatalogue);
  const programs = new Map<string, ReturnType<typeof loadProgram>>();
  const definitions = new Map<string, FunctionDefinition>();
  const pools = new Map<string, Instance[]>();
  const environments = new Map<string, Record<string, string>>();
  let instances = 0;

  function define(name: string): FunctionDefinition {
    let definition = definitions.get(name);
    if (definition === undefined) {
      definition = catalogues
        .map((catalogue) => catalogue.find(name))
        .find((found) => found !== null);
      if (definition == null) throw new Error(`There is no function ${name} in ${folders.join()}.`);
      definitions.set(name, definition);
    }
    return definition;
  }

  function environmentOf(name: string): Record<string, string> {
    let environment = environments.get(name);
    if (environment === undefined) {
      environment = instanceEnvironment(gatewayOrigin, define(name), {
        ZHIPU_API_KEY: providerKey,
        ZHIPU_BASE_URL: providerUrl,
        DASHSCOPE_API_KEY: providerKey,
        DASHSCOPE_BASE_URL: dashscopeUrl,
        NOTIFY_TASK_TEMPLATE_ID: messageTemplateId,
        ...wechatVariables,
      });
      environments.set(name, environment);
    }
    return environment;
  }

  function start(name: string): Instance {
    let program = programs.get(name);
    if (program === undefined) {
      program = loadProgram(define(name).entry);
      programs.set(name, program);
    }
    instances += 1;
    return program({ ...environmentOf(name), SILENCE: 'true' });
  }

  return {
    define,
    environmentOf,
    acquire: (name) => pools.get(name)?.pop() ?? start(name),
    idle: (name) => pools.get(name)?.length ?? 0,
    release(name, instance) {
      const idle = pools.get(name) ?? [];
      idle.push(instance);
      pools.set(name, idle);
    },
    get instances() {
      return instances;
    },
  };
}
