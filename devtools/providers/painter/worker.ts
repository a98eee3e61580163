import { parentPort } from 'node:worker_threads';
import { paint } from './paint';
import type { PaintRequest } from './paint';

type Call = { id: number; drawing: PaintRequest };

parentPort?.on('message', ({ id, drawing }: Call) => {
  try {
    const bytes = Uint8Array.from(paint(drawing));
    parentPort?.postMessage({ id, bytes }, [bytes.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : 'unknown' });
  }
});
