import { existsSync, readdirSync } from 'node:fs';

const shared = './cloudfunctions/shared';
const folders = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
const functions = folders('./cloudfunctions').filter((folder) => folder !== shared);
const everything = ['./cloudfunctions', './miniprogram', './devtools', './scripts', './tests'];

/** What each layer of the shared code may import from other layers; `error.ts` is open to all but contracts. */
const layers = {
  contracts: [],
  domain: [],
  data: ['domain'],
  providers: ['domain'],
  pictures: [],
  flows: ['domain', 'data', 'pictures'],
  integrity: ['domain', 'data'],
};

/** The import rules of docs/architecture.md. tests/lint/zones.test.ts shows that each zone reports violations. */
export const zones = [
  ...Object.entries(layers).map(([layer, others]) =>
    zone(`${shared}/${layer}`, everything, [
      ...[layer, ...others].map((name) => `${shared}/${name}`),
      ...(layer === 'contracts' ? [] : [`${shared}/error.ts`]),
    ]),
  ),
  zone('./cloudfunctions', ['./miniprogram', './devtools', './scripts', './tests'], []),
  ...functions.map((folder) => zone(folder, ['./cloudfunctions'], [shared, folder])),
  // Only a function's entry opens the platform; everything else receives a context.
  {
    target: [`${shared}/**/*`, './cloudfunctions/*/!(index).ts', './cloudfunctions/*/*/**/*'],
    from: [`${shared}/platform.ts`],
  },
  zone('./miniprogram/components', everything, ['./miniprogram/components', './miniprogram/utils']),
  zone('./miniprogram/services', everything, ['./miniprogram/services', `${shared}/contracts`]),
  zone('./miniprogram/utils', everything, ['./miniprogram/utils', `${shared}/contracts`]),
  zone(
    ['./miniprogram/pages', './miniprogram/packages'],
    ['./cloudfunctions', './devtools', './scripts', './tests'],
    [`${shared}/contracts`],
  ),
  // Pages and packages share code through services, components and utils, never by importing each other's files.
  ...[...folders('./miniprogram/pages'), ...folders('./miniprogram/packages')].map((folder) =>
    zone(folder, everything, [
      folder,
      './miniprogram/services',
      './miniprogram/components',
      './miniprogram/utils',
      `${shared}/contracts`,
    ]),
  ),
  // The workshop replaces the platform, not the product; it shares the product's pictures and report texts.
  zone(
    './devtools',
    ['./cloudfunctions', './miniprogram'],
    [`${shared}/contracts`, `${shared}/pictures`, `${shared}/integrity/rules`],
  ),
];

/** `target` may import nothing from the `from` folders except `except`. */
function zone(target, from, except) {
  return { target, from: from.flatMap((folder) => expand(folder, except)) };
}

function expand(folder, except) {
  const inside = except.filter((path) => path === folder || path.startsWith(`${folder}/`));
  if (inside.includes(folder)) return [];
  if (inside.length === 0) return existsSync(folder) ? [folder] : [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    expand(`${folder}/${entry.name}`, inside),
  );
}
