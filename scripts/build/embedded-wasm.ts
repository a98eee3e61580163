import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'esbuild';

const require = createRequire(__filename);
const loader = /^export const (\w+) = .*?require\.resolve\('([^']+\.wasm)'\)/gms;

/**
 * Embeds the decoders of `shared/pictures/wasm-files.ts`, because a function is a single file. Each export returns the
 * same bytes that it otherwise reads from node_modules; compression reduces them to a third.
 */
export const embeddedWasm: Plugin = {
  name: 'embedded-wasm',
  setup(build) {
    build.onLoad({ filter: /pictures[\\/]wasm-files\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const files = await Promise.all(
        [...source.matchAll(loader)].map(async ([, name, file]) => {
          const packed = brotliCompressSync(await readFile(require.resolve(file ?? '')));
          return `export const ${name} = () => unpack('${packed.toString('base64')}');`;
        }),
      );
      if (files.length === 0) return { errors: [{ text: `${path} loads no file.` }] };
      const unpack = `
        import { brotliDecompressSync } from 'node:zlib';
        const unpack = (packed) => brotliDecompressSync(Buffer.from(packed, 'base64'));
      `;
      return { contents: [unpack, ...files].join('\n') };
    });
  },
};
