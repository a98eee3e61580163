import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

const require = createRequire(__filename);

/** Parts of wx-server-sdk that serve `cloud.ai()`, `cloud.models` and the writing of XML, which the product does not use. */
const absentPackages = [
  '@cloudbase/ai',
  '@cloudbase/app',
  '@cloudbase/wx-cloud-client-sdk',
  'web-streams-polyfill',
  'xmlbuilder',
];

/** Packages that wx-server-sdk loads at start but needs for rare calls only (axios: outside the cloud), or (bson) not before the first call. */
const deferredPackages = ['axios', 'bson', 'jsonwebtoken', 'xml2js', 'mime-types'];

/** A cold start should not pay for unused code: see docs/decisions on bundling. */
export const sdkPlugins: Plugin[] = [
  absent(absentPackages),
  deferred(deferredPackages),
  compressedJson(/mime-db[\\/]db\.json$/),
  withoutFetch(),
];

/** Leaves a package out; using it fails with the name of the package. */
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

/** Loads a package when one of its members is first touched. */
function deferred(packages: string[]): Plugin {
  return {
    name: 'deferred-package',
    setup(build) {
      build.onResolve({ filter: anyOf(packages) }, async ({ path, pluginData, ...from }) => {
        const { importer, kind, resolveDir } = from;
        // Our own code imports such a package when it needs it.
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
 * Takes out of axios what looks at `fetch` and its relatives: our requests go by `http`, and on a Node that has them the first look
 * loads all of their implementation, in every instance that starts. A form is still known by its name.
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

/** Keeps a large table deflated inside the bundle; the value is the same to the byte. */
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
