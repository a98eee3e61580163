/** As much of the global as is used here; the types of Node 20 do not know it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, object>) => { exports: unknown };
};

export type Memory = { malloc(bytes: number): number; memory: { buffer: ArrayBuffer } };

/**
 * Compiles at the first call, and answers the exports of a fresh instance at each. A decoder that failed may have left
 * anything in its memory, and memory once grown never shrinks; a fresh instance is collected with the picture.
 */
export function createCodec(load: () => Uint8Array): () => unknown {
  let module: object | null = null;
  return () => {
    module ??= new WebAssembly.Module(load());
    return new WebAssembly.Instance(module, { env, wasi_snapshot_preview1: system }).exports;
  };
}

/** Copies bytes into the memory of an instance and answers where they lie. */
export function place(codec: Memory, bytes: Uint8Array): number {
  const at = allocate(codec, bytes.length);
  new Uint8Array(codec.memory.buffer, at, bytes.length).set(bytes);
  return at;
}

export function allocate(codec: Memory, bytes: number): number {
  const at = codec.malloc(bytes);
  if (at === 0) throw new Error('The decoder has no memory left.');
  return at;
}

/** libjpeg leaves a picture that it cannot decode by longjmp; here the instance is given up. */
const env = {
  setjmp: () => 0,
  longjmp: () => {
    throw new Error('The decoder gave the picture up.');
  },
};

/** The decoders ask nothing of the system but where its environment is, and would write what is wrong to a console. */
const system = {
  environ_sizes_get: () => 0,
  ...Object.fromEntries(
    ['environ_get', 'proc_exit', 'fd_close', 'fd_seek', 'fd_write'].map((name) => [
      name,
      () => {
        throw new Error(`The decoder called ${name}.`);
      },
    ]),
  ),
};
