import { BuildError } from './error';

/** Returns the path that a request's alias stands for, or the request unchanged. */
export type Aliases = (request: string) => string;

/** `resolveAlias` of app.json: `{ "~/*": "/*" }` lets `~/utils/a` mean `/utils/a` from the root of the package. */
export function createAliases(file: string, setting: unknown): Aliases {
  const rules = Object.entries((setting ?? {}) as Record<string, string>).map(([from, to]) => {
    if (!from.endsWith('/*') || !to.endsWith('/*'))
      throw new BuildError(file, `resolveAlias: "${from}": "${to}" must both end with "/*"`);
    return { from: from.slice(0, -1), to: to.slice(0, -1) };
  });
  return (request) => {
    const rule = rules.find(({ from }) => request.startsWith(from));
    return rule === undefined ? request : rule.to + request.slice(rule.from.length);
  };
}
