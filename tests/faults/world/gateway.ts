import type { CloudCall } from '../../../devtools/emulator/faults/faults';
import type { WireOutcome } from '../../../devtools/emulator/wire/messages';
import { createBackend } from './backend';
import type { Backend, BackendOptions } from './backend';
import { toRule } from './faults';
import type { CloudFault, Decide, FaultStrike } from './faults';
import type { Answer, SentRequest } from './http';
import { parseForm } from './multipart';
import type { Running } from './platform';

/** Where requests of functions enter the cloud and where faults strike. */
export type Gateway = {
  readonly backend: Backend;
  ask(sent: SentRequest, running: Running): Promise<Answer>;
};

type GatewayOptions = Omit<BackendOptions, 'judge'> & { decide: Decide };

export function createGateway({ decide, ...options }: GatewayOptions): Gateway {
  const { time } = options;
  /** Judges the next call. Set right before the emulator is called, which reads it before its first wait. */
  let judgeNext: ((call: CloudCall) => FaultStrike['rule']) | null = null;
  const backend = createBackend({
    ...options,
    judge(call) {
      const judge = judgeNext;
      judgeNext = null;
      return judge?.(call) ?? null;
    },
  });

  async function ask(sent: SentRequest, running: Running): Promise<Answer> {
    const { random } = running;
    const nth = running.calls;
    await time.sleep(1 + random.between(0, 6));
    const isWire = /^\/admin(?:\?|$)/.test(sent.path);
    const fields = isWire ? fieldsOf(sent) : {};
    let afterwards: FaultStrike['afterwards'] = null;
    let isPartial = false;
    judgeNext = (call) => {
      const fault = decide({
        key: running.call.key,
        nth,
        service: call.service,
        operation: call.operation,
        collection: call.collection,
        isInTransaction: typeof fields['transactionId'] === 'string',
        elapsed: time.elapsed,
      });
      if (fault === null) return null;
      isPartial = fault === 'partial-upload' || fault === 'killed-in-upload';
      const struck = toRule(fault as CloudFault, call.service, {
        slow: random.between(300, 9_000),
        late: random.between(15_500, 40_000),
      });
      afterwards = struck.afterwards;
      return struck.rule;
    };
    const outcome = isWire ? await backend.wire({ fields }) : await transfer(sent, () => isPartial);
    // The cast widens the type: TypeScript does not see that the closure above assigns it.
    const then = afterwards as FaultStrike['afterwards'];
    if (then === 'kill') running.die('exited unexpectedly');
    return then === 'silence' ? { kind: 'silence' } : toAnswer(outcome);
  }

  /** File contents bypass the protocol. */
  async function transfer(
    { protocol, host, path, method, body }: SentRequest,
    isPartial: () => boolean,
  ): Promise<WireOutcome> {
    const { pathname, searchParams } = new URL(`${protocol}//${host}${path}`);
    const file = decodeURIComponent(pathname.slice('/files/'.length));
    if (method !== 'PUT') {
      const [expiresAt, signature] = ['t', 'sign'].map((name) => searchParams.get(name) ?? '');
      return backend.transfer.download(file, expiresAt ?? '', signature ?? '');
    }
    const uploaded = backend.transfer.upload(searchParams.get('ticket') ?? '', body);
    // The connection broke halfway, and the storage kept the bytes it had.
    if (isPartial()) {
      const half = body.subarray(0, body.length >> 1);
      backend.files.put({ path: file, openid: null, at: time.now() }, half);
    }
    return uploaded;
  }

  return { backend, ask };
}

function fieldsOf({ body, headers }: SentRequest): Record<string, unknown> {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) return parseForm(body, type);
  return JSON.parse(body.toString()) as Record<string, unknown>;
}

function toAnswer(outcome: WireOutcome): Answer {
  switch (outcome.kind) {
    case 'json':
      return answered(200, 'application/json; charset=utf-8', JSON.stringify(outcome.body));
    case 'bytes':
      return answered(200, outcome.contentType, outcome.bytes);
    case 'file':
      return answered(200, outcome.file.contentType, outcome.file.read());
    case 'status':
      return answered(outcome.status, outcome.contentType, outcome.body);
    case 'cut':
      return { kind: 'cut' };
    case 'hang':
      return { kind: 'silence' };
  }
}

function answered(status: number, contentType: string, content: string | Buffer): Answer {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  const headers = { 'content-type': contentType, 'content-length': String(body.length) };
  return { kind: 'answer', status, headers, body };
}
