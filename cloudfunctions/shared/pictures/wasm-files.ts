import { readFileSync } from 'node:fs';

/**
 * libjpeg-turbo and libwebp as WebAssembly, from packages that serve no bundle: they read their file beside themselves.
 * In a bundle this module is replaced by one that holds the files: scripts/build/embedded-wasm.ts.
 */
export const jpegWasm = (): Uint8Array =>
  readFileSync(require.resolve('@cwasm/jpeg-turbo/jpeg-turbo.wasm'));
export const webpWasm = (): Uint8Array => readFileSync(require.resolve('@cwasm/webp/webp.wasm'));
