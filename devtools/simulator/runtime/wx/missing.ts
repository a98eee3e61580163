import { stats } from '../phone/stats';

/**
 * Reports a missing API by name but returns undefined, because apps may test whether an API exists before calling it.
 */
export function reportMissing(what: string, apis: object): Record<string, unknown> {
  return onMissing(apis, (name) => {
    stats.missingApis.push(`${what}.${name}`);
    console.error(
      `[simulator] ${what}.${name} is not built in the simulator (devtools/simulator/runtime/wx)`,
    );
  });
}

/** Throws an error that names the missing method. */
export function refuseMissing(what: string, methods: object): Record<string, unknown> {
  return onMissing(methods, (name) => {
    throw new Error(`${what}.${name} is not built in the simulator`);
  });
}

function onMissing(target: object, run: (name: string) => void): Record<string, unknown> {
  return new Proxy(target as Record<string, unknown>, {
    get(known, name) {
      // `await` reads `then` of every value.
      if (typeof name === 'symbol' || Object.hasOwn(known, name) || name === 'then')
        return Reflect.get(known, name) as unknown;
      run(name);
      return undefined;
    },
  });
}
