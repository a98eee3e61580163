import type { ServerResponse } from 'node:http';

/** A request of the product with the stub's answer, for the console. */
export type Exchange = {
  /** When it was answered, on the business clock. */
  at: Date;
  vendor: string;
  /** Method and path. */
  name: string;
  /** 0 when the connection was cut before an answer. */
  status: number;
  ms: number;
  request: string;
  answer: string;
};

export type Exchanges = {
  add(exchange: Exchange): void;
  /** The newest first. */
  list(): Exchange[];
};

const maxExchanges = 200;
const maxTextLength = 20_000;
/** Pictures travel as base64 text in the bodies. */
const maxValueLength = 400;

export function createExchanges(): Exchanges {
  const kept: Exchange[] = [];
  return {
    add(exchange) {
      kept.push(exchange);
      if (kept.length > maxExchanges) kept.shift();
    },
    list: () => [...kept].reverse(),
  };
}

/** Keeps a copy of everything that a response sends from now on; the result reads it as text. */
export function copyAnswer(response: ServerResponse): () => string {
  const parts: Buffer[] = [];
  const keep = (part: unknown): void => {
    if (typeof part === 'string') parts.push(Buffer.from(part));
    else if (part instanceof Uint8Array) parts.push(Buffer.from(part));
  };
  const write = response.write.bind(response) as (...values: unknown[]) => boolean;
  const end = response.end.bind(response) as (...values: unknown[]) => ServerResponse;
  Object.assign(response, {
    write(...values: unknown[]) {
      keep(values[0]);
      return write(...values);
    },
    end(...values: unknown[]) {
      keep(values[0]);
      return end(...values);
    },
  });
  return () => {
    const bytes = Buffer.concat(parts);
    const type = String(response.getHeader('content-type') ?? '');
    if (/^(?:image|application\/octet)/.test(type)) return `(${type}, ${bytes.length} bytes)`;
    return bytes.toString('utf8');
  };
}

/** Formats a body for reading: JSON is indented, long values and long bodies are cut. */
export function readable(body: string): string {
  return cut(withShortValues(body), maxTextLength);
}

function withShortValues(body: string): string {
  try {
    const short = (_: string, value: unknown): unknown =>
      typeof value === 'string' ? cut(value, maxValueLength) : value;
    return JSON.stringify(JSON.parse(body), short, 2);
  } catch {
    return body;
  }
}

function cut(text: string, maxLength: number): string {
  return text.length <= maxLength
    ? text
    : `${text.slice(0, maxLength)}… (${text.length} characters)`;
}
