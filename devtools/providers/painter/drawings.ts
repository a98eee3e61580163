import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { createCanvas, fill } from './canvas';
import { drawMark } from './mark';
import type { PaintRequest } from './paint';
import { encodePng } from './png';
import { hashText } from './random';

export type Drawing = PaintRequest;

export type Drawings = {
  draw(drawing: Drawing): Promise<Buffer>;
  close(): Promise<void>;
};

type Answer = { id: number; bytes?: Uint8Array; error?: string };
type Waiting = { resolve: (bytes: Buffer) => void; reject: (error: Error) => void };

const maxCachedBytes = 64 * 1024 * 1024;

/**
 * Draws in a separate thread, so that the process that serves requests is never blocked. The thread starts with the
 * first picture and does not keep the process alive.
 */
export function createDrawings(): Drawings {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let nextId = 1;

  function openWorker(): Worker {
    const opened = new Worker(bundle(), { eval: true });
    opened.unref();
    opened.on('message', ({ id, bytes, error }: Answer) => {
      const call = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) opened.unref();
      if (bytes !== undefined) call?.resolve(Buffer.from(bytes.buffer));
      else call?.reject(new Error(error));
    });
    opened.on('error', (error) => {
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
      worker = null;
    });
    return opened;
  }

  const cached = withCache((drawing) => {
    worker ??= openWorker();
    worker.ref();
    const id = nextId;
    nextId += 1;
    worker.postMessage({ id, drawing });
    return new Promise<Buffer>((resolve, reject) => waiting.set(id, { resolve, reject }));
  });
  return {
    draw: cached,
    async close() {
      for (const { reject } of waiting.values()) reject(new Error('The painter was closed.'));
      waiting.clear();
      await worker?.terminate();
      worker = null;
    },
  };
}

/**
 * Fills the picture with one colour derived from the prompt, without delay; for measurements that must not include
 * painting.
 */
export function createPlainDrawings(): Drawings {
  return {
    draw: withCache(({ prompt, width, height, hasWatermark }) => {
      const canvas = createCanvas(width, height);
      const color = `#${(hashText(prompt) & 0xffffff).toString(16).padStart(6, '0')}`;
      fill(canvas, [[0, 0, width, 0, width, height, 0, height]], { kind: 'solid', color });
      if (hasWatermark) drawMark(canvas);
      return Promise.resolve(encodePng(canvas));
    }),
    close: () => Promise.resolve(),
  };
}

const maxVariants = 4;

/** As with a vendor, repeated requests for one prompt get different pictures; they repeat after four. */
export function withVariants(drawings: Drawings): Drawings {
  const counts = new Map<string, number>();
  return {
    draw(drawing) {
      const key = `${drawing.width}x${drawing.height} ${drawing.prompt}`;
      const count = counts.get(key) ?? 0;
      counts.set(key, (count + 1) % maxVariants);
      return drawings.draw({ ...drawing, variant: count });
    },
    close: () => drawings.close(),
  };
}

/** Caches recent drawings; a failed drawing is retried. */
function withCache(draw: Drawings['draw']): Drawings['draw'] {
  const cache = new Map<string, Promise<Buffer>>();
  let bytes = 0;
  return (drawing) => {
    // Do not cache compositions: submitted pictures make poor keys, and each result is requested only once.
    if (drawing.composition !== undefined) return draw(drawing);
    const key = JSON.stringify([
      drawing.prompt,
      drawing.width,
      drawing.height,
      drawing.hasWatermark,
      drawing.variant ?? 0,
    ]);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const fresh = draw(drawing);
    cache.set(key, fresh);
    fresh.then(
      (picture) => {
        bytes += picture.length;
        if (bytes <= maxCachedBytes) return;
        cache.clear();
        cache.set(key, fresh);
        bytes = picture.length;
      },
      () => cache.delete(key),
    );
    return fresh;
  };
}

let code: string | null = null;

/** The thread runs plain JavaScript, regardless of what runs this file. */
function bundle(): string {
  code ??=
    buildSync({
      entryPoints: [join(__dirname, 'worker.ts')],
      bundle: true,
      write: false,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
    }).outputFiles[0]?.text ?? '';
  return code;
}
