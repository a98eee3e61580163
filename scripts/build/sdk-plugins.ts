import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

const require = createRequire(__filename);

/** Parts of wx-server-sdk for `cloud.ai()`, `cloud.models` and writing XML, which the product does not use. */
const absentPackages = [
  '@cloudbase/ai',
  '@cloudbase/app',
  '@cloudbase/wx-cloud-client-sdk',
  'web-streams-polyfill',
  'xmlbuilder',
];

/**
 * Packages that wx-server-sdk loads at start but needs only for rare calls (axios: outside the cloud) or (bson) from
 * the first call on.
 */
const deferredPackages = ['axios', 'bson', 'jsonwebtoken', 'xml2js', 'mime-types'];

/** Keep unused code out of cold starts; see docs/decisions on bundling. */
export const sdkPlugins: Plugin[] = [
  absent(absentPackages),
  deferred(deferredPackages),
  compressedJson(/mime-db[\\/]db\.json$/),
  withoutFetch(),
];

/** Leaves packages out; using one throws an error with its name. */
function absent(packages: string[]): Plugin {
  return {
    name: 'absent-package',
    setup(build) {
      build.onResolve({ filter: anyOf(packages) }, ({ path }) => ({ path, namespace: 'absent' }));
      build.onLoad({ filter: /.*/, namespace: 'absent' }, ({ path }) => ({
        contents: `
          const refuse = () => { throw new Error(${JSON.stringify(`${path} is left out of the bundle: the product does not use it`)}); };
          module.exports = new Proxy({}, { ownKeys: refuse, get: (_, key) => (key === '__esModule' ? true : refuse()) });
        `,
      }));
    },
  };
}

/** Loads a package on the first access to one of its members. */
function deferred(packages: string[]): Plugin {
  return {
    name: 'deferred-package',
    setup(build) {
      build.onResolve({ filter: anyOf(packages) }, async ({ path, pluginData, ...from }) => {
        const { importer, kind, resolveDir } = from;
        // Our own code imports such a package directly when it needs it.
        if (pluginData === 'the real one' || kind !== 'require-call') return undefined;
        const real = await build.resolve(path, {
          importer,
          kind,
          resolveDir,
          pluginData: 'the real one',
        });
        return { path: real.path, namespace: 'deferred', errors: real.errors };
      });
      build.onLoad({ filter: /.*/, namespace: 'deferred' }, ({ path }) => {
        const isEsModule = (require(path) as { __esModule?: boolean }).__esModule === true;
        return {
          resolveDir: dirname(path),
          contents: `
            let real;
            const load = () => (real ??= require(${JSON.stringify(path)}));
            module.exports = new Proxy({}, {
              get: (_, key) => (key === '__esModule' ? ${isEsModule} : load()[key]),
              has: (_, key) => key in load(),
            });
          `,
        };
      });
    },
  };
}

const lookAtFormData = "typeof G.FormData !== 'undefined' ? G.FormData : undefined";

/**
 * Removes axios's feature detection of `fetch` and related globals. Our requests use `http`, and where these globals
 * exist, the first access loads their whole implementation in every instance. Forms are still recognised by name.
 */
function withoutFetch(): Plugin {
  return {
    name: 'without-fetch',
    setup(build) {
      build.onLoad({ filter: /axios[\\/]lib[\\/]adapters[\\/]fetch\.js$/ }, () => ({
        contents: 'export const getFetch = () => false;',
      }));
      build.onLoad(
        { filter: /node_modules[\\/]axios[\\/]lib[\\/]utils\.js$/ },
        async ({ path }) => {
          const source = await readFile(path, 'utf8');
          return { contents: source.replace(lookAtFormData, 'undefined') };
        },
      );
    },
  };
}

/** Stores a large JSON table compressed inside the bundle; its value stays the same. */
function compressedJson(filter: RegExp): Plugin {
  return {
    name: 'compressed-json',
    setup(build) {
      build.onLoad({ filter }, async ({ path }) => {
        const value = JSON.stringify(JSON.parse(await readFile(path, 'utf8')));
        const packed = deflateRawSync(value, { level: 9 }).toString('base64');
        return {
          contents: `module.exports = JSON.parse(require('node:zlib').inflateRawSync(Buffer.from('${packed}', 'base64')).toString());`,
        };
      });
    },
  };
}

function anyOf(packages: string[]): RegExp {
  return new RegExp(`^(?:${packages.join('|')})$`);
}
