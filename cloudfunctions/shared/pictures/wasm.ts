/** The used part of the global; the types of Node 20 lack it. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, object>) => { exports: unknown };
};

export type Memory = { malloc(bytes: number): number; memory: { buffer: ArrayBuffer } };

/**
 * Compiles at the first call; each call returns the exports of a fresh instance. A failed decoder may leave its memory in any
 * state, and memory never shrinks; a fresh instance is garbage-collected with its picture.
 */
export function createCodec(load: () => Uint8Array): () => unknown {
  let module: object | null = null;
  return () => {
    module ??= new WebAssembly.Module(load());
    return new WebAssembly.Instance(module, { env, wasi_snapshot_preview1: system }).exports;
  };
}

/** Copies bytes into the memory of an instance and returns their address. */
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

/** libjpeg aborts an undecodable picture with longjmp; here the instance is abandoned instead. */
const env = {
  setjmp: () => 0,
  longjmp: () => {
    throw new Error('The decoder gave the picture up.');
  },
};

/** The decoders use no system call except for the environment, and would write errors to a console. */
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
