import { STATUS_CODES } from 'node:http';
import { Duplex } from 'node:stream';
import type { Verdict } from './messages';

type SocketFault = Extract<Verdict, { kind: 'cut' | 'hang' | 'reply' }>;

/** Replaces the connection of a request for which a fault rule fired: nothing is sent. */
export class FaultySocket extends Duplex {
  private timer: NodeJS.Timeout | undefined;
  private answered = false;

  constructor(private readonly fault: SocketFault) {
    super();
    if (fault.kind === 'cut') process.nextTick(() => this.destroy(connectionReset()));
  }

  override _write(_chunk: unknown, _encoding: unknown, callback: () => void): void {
    callback();
    if (this.fault.kind !== 'reply' || this.answered) return;
    this.answered = true;
    const { fault } = this;
    // The request arrives in several writes; reply after the last of them.
    setImmediate(() => {
      this.push(toHttp(fault));
      this.push(null);
    });
  }

  override _read(): void {
    // _write pushes everything there is to read.
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    clearTimeout(this.timer);
    callback(error);
  }

  /** Part of net.Socket's interface; the http client builds its request timeout on it. */
  setTimeout(milliseconds: number, listener?: () => void): this {
    clearTimeout(this.timer);
    if (listener !== undefined) this.once('timeout', listener);
    if (milliseconds > 0) this.timer = setTimeout(() => this.emit('timeout'), milliseconds);
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

export function connectionReset(): Error {
  return Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
}

function toHttp({ status, contentType, body }: Extract<Verdict, { kind: 'reply' }>): Buffer {
  const bytes = Buffer.from(body);
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
    `content-type: ${contentType}`,
    `content-length: ${bytes.length}`,
    'connection: close',
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]);
}
