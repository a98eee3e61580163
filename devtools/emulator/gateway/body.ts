import type { IncomingMessage, ServerResponse } from 'node:http';
import busboy from 'busboy';

/** Reads by events, because an async iterator costs more than the rest of a small request. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [first] = chunks;
      resolve(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}

/** The fields of an SDK request: JSON, or a form whose `requestData` and `apiOptions` are bytes. */
export async function readWireFields(request: IncomingMessage): Promise<Record<string, unknown>> {
  if (request.headers['content-type']?.startsWith('multipart/form-data') === true) {
    return readForm(request);
  }
  return JSON.parse((await readBody(request)).toString()) as Record<string, unknown>;
}

const byteFields = new Set(['requestData', 'apiOptions']);

function readForm(request: IncomingMessage): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, unknown> = {};
    // Latin-1 preserves every byte of a field.
    const form = busboy({ headers: request.headers, defCharset: 'latin1' });
    const store = (name: string, bytes: Buffer): void => {
      fields[name] = byteFields.has(name) ? bytes : bytes.toString();
    };
    form.on('field', (name, value) => store(name, Buffer.from(value, 'latin1')));
    form.on('file', (name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => store(name, Buffer.concat(chunks)));
      // A truncated form emits an error on the file too; without a listener it would end the process.
      stream.on('error', reject);
    });
    form.on('close', () => resolve(fields));
    form.on('error', reject);
    request.pipe(form);
  });
}

export function send(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, { 'content-type': contentType, 'content-length': length });
  response.end(body);
}
