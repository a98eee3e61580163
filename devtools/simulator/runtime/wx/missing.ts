import { stats } from '../phone/stats';

/** Reports what is missing by its name. Reading a missing API is fine on old phones, calling it is not. */
export function reportMissing(what: string, apis: object): Record<string, unknown> {
  return onMissing(apis, (name) => {
    stats.missingApis.push(`${what}.${name}`);
    console.error(
      `[simulator] ${what}.${name} is not built in the simulator (devtools/simulator/runtime/wx)`,
    );
  });
}

/** Throws for what is missing, by its name: a caller goes on to use the result at once. */
export function refuseMissing(what: string, methods: object): Record<string, unknown> {
  return onMissing(methods, (name) => {
    throw new Error(`${what}.${name} is not built in the simulator`);
  });
}

function onMissing(target: object, run: (name: string) => void): Record<string, unknown> {
  return new Proxy(target as Record<string, unknown>, {
    get(known, name) {
      // `then` is read of everything that is awaited.
      if (typeof name === 'symbol' || Object.hasOwn(known, name) || name === 'then')
        return Reflect.get(known, name) as unknown;
      run(name);
      return undefined;
    },
  });
}
