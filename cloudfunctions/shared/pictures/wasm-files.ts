import { readFileSync } from 'node:fs';

/**
 * libjpeg-turbo and libwebp as WebAssembly. Their packages do not work in a bundle: they read a file next to their code. In a
 * bundle this module is replaced by one that embeds the files: scripts/build/embedded-wasm.ts.
 */
export const jpegWasm = (): Uint8Array =>
  readFileSync(require.resolve('@cwasm/jpeg-turbo/jpeg-turbo.wasm'));
export const webpWasm = (): Uint8Array => readFileSync(require.resolve('@cwasm/webp/webp.wasm'));
