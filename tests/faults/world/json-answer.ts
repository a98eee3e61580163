import type { StubError } from '../../../devtools/providers/http/vendor';
import type { Answer } from './http';

export function jsonAnswer(status: number, value: unknown): Answer {
  const body = Buffer.from(JSON.stringify(value));
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
  return { kind: 'answer', status, headers, body };
}

export function errorAnswer(error: StubError): Answer {
  return jsonAnswer(error.status, error.toBody('request'));
}

export function htmlAnswer(status: number): Answer {
  const body = Buffer.from('<html><body><h1>Bad Gateway</h1></body></html>');
  return { kind: 'answer', status, headers: { 'content-type': 'text/html' }, body };
}
