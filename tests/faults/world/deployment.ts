import { createCatalogue } from '../../../devtools/emulator/functions/catalogue';
import type { FunctionDefinition } from '../../../devtools/emulator/functions/catalogue';
import { instanceEnvironment } from '../../../devtools/emulator/functions/environment';
import { loadProgram } from './instance';
import type { Instance } from './instance';
import { providerKey, providerUrl } from './provider';

export const gatewayOrigin = 'http://cloud.test';

/** Deployed functions with their instances, which outlive scenarios as warm ones outlive calls. */
export type Deployment = {
  define(name: string): FunctionDefinition;
  environmentOf(name: string): Record<string, string>;
  /** An instance that nobody uses. */
  acquire(name: string): Instance;
  idle(name: string): number;
  release(name: string, instance: Instance): void;
  readonly instances: number;
};

export function createDeployment(folder: string): Deployment {
  const catalogue = createCatalogue(folder);
  const programs = new Map<string, ReturnType<typeof loadProgram>>();
  const pools = new Map<string, Instance[]>();
  let instances = 0;

  function define(name: string): FunctionDefinition {
    const definition = catalogue.find(name);
    if (definition === null) throw new Error(`${folder} has no function ${name}: npm run build`);
    return definition;
  }

  function environmentOf(name: string): Record<string, string> {
    return instanceEnvironment(gatewayOrigin, define(name), {
      ZHIPU_API_KEY: providerKey,
      ZHIPU_BASE_URL: providerUrl,
    });
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
