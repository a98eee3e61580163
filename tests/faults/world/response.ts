import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Answer } from './http';

/** The part of ServerResponse that the stub uses. The answer settles when the stub ends or closes it. */
export function createResponse(): { response: ServerResponse; answer: Promise<Answer> } {
  let settle: (answer: Answer) => void = () => undefined;
  const answer = new Promise<Answer>((resolve) => {
    settle = resolve;
  });
  const emitter = new EventEmitter();
  const chunks: Buffer[] = [];
  let head: { status: number; headers: Record<string, string> } | null = null;
  const add = (chunk: string | Buffer | undefined): void => {
    if (chunk !== undefined) chunks.push(Buffer.from(chunk));
  };
  const finish = (isCut: boolean): void => {
    const body = Buffer.concat(chunks);
    settle(head === null ? { kind: 'cut' } : { kind: 'answer', ...head, body, isCut });
    emitter.emit('close');
  };
  const response = Object.assign(emitter, {
    destroyed: false,
    writeHead(status: number, headers: Record<string, unknown> = {}) {
      const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
      head = { status, headers: Object.fromEntries(texts) };
      return response;
    },
    write(chunk: string | Buffer, done?: () => void) {
      add(chunk);
      done?.();
      return true;
    },
    end(chunk?: string | Buffer) {
      add(chunk);
      finish(false);
    },
    destroy() {
      finish(true);
    },
  });
  return { response: response as unknown as ServerResponse, answer };
}
