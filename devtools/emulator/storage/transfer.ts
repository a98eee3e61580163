import type { Readable } from 'node:stream';
import { underFault } from '../faults/apply';
import type { FaultEffects } from '../faults/apply';
import type { Faults } from '../faults/faults';
import { defaultMessage } from '../faults/rule';
import type { FaultRule } from '../faults/rule';
import type { Invocation } from '../functions/invocation';
import { toReply } from '../wire/fault-outcomes';
import type { WireOutcome } from '../wire/messages';
import type { Denial, Storage } from './storage';

/**
 * Transfers the bytes of uploads and downloads, which bypass the SDK's protocol; like the wire handler it is
 * independent of HTTP.
 */
export type Transfer = {
  upload(ticket: string, bytes: Buffer | Readable): Promise<WireOutcome>;
  download(path: string, expiresAt: string, signature: string): Promise<WireOutcome>;
};

/** The rule's body unchanged, or its error as the storage's XML. */
function answer(rule: FaultRule): WireOutcome {
  return rule.body === undefined ? cosFailure(rule) : toReply(rule, null);
}

export function createTransfer(
  storage: Storage,
  faults: Faults,
  sleep: (milliseconds: number) => Promise<void>,
): Transfer {
  function effects(invocation: Invocation | null): FaultEffects<WireOutcome> {
    return {
      sleep,
      refuse: (rule) =>
        rule.code === undefined && rule.status === undefined ? { kind: 'cut' } : answer(rule),
      reply: answer,
      conflict: (rule) => cosFailure(rule),
      hang: () => ({ kind: 'hang' }),
      kill() {
        invocation?.kill();
        return { kind: 'hang' };
      },
    };
  }

  return {
    upload(ticket, bytes) {
      const permit = storage.permit(ticket);
      if (permit === null)
        return Promise.resolve(cosError('AccessDenied', 'the upload is not permitted'));
      const { invocation, path } = permit;
      const caller = invocation?.definition.name;
      const rule = faults.strike({ service: 'storage', operation: 'upload', function: caller });
      const store = async (): Promise<WireOutcome> => {
        try {
          // Files written by functions belong to no user, not even to the function's caller.
          storage.put(path, null, Buffer.isBuffer(bytes) ? bytes : await storage.stage(bytes));
        } catch (error) {
          return toCosError(error);
        }
        return { kind: 'status', status: 200, contentType: 'text/plain', body: '' };
      };
      return underFault(rule, store, effects(invocation));
    },
    download(path, expiresAt, signature) {
      const rule = faults.strike({ service: 'storage', operation: 'download' });
      const open = (): Promise<WireOutcome> => {
        const file = storage.open(path, expiresAt, signature);
        return Promise.resolve(
          typeof file === 'string' ? cosError(...denials[file]) : { kind: 'file', file },
        );
      };
      return underFault(rule, open, effects(null));
    },
  };
}

/** The SDK ignores the status of an upload; it recognises failures by the XML only. */
function toCosError(error: unknown): WireOutcome {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`an upload failed: ${message}`);
  return { ...cosError('InternalError', message), status: 500 };
}

function cosFailure({ code, message, status }: FaultRule): WireOutcome {
  const error = cosError(String(code ?? 'InternalError'), message ?? defaultMessage);
  return { ...error, status: status ?? 500 };
}

const denials: Record<Denial, [code: string, message: string, status: number]> = {
  'wrong signature': ['SignatureDoesNotMatch', 'The signature does not fit the address', 403],
  expired: ['AccessDenied', 'Request has expired', 403],
  'no file': ['NoSuchKey', 'The specified key does not exist', 404],
};

/** wx-server-sdk 2 uploads with a form (POST); do not report that as an expired download. */
export const methodNotAllowed = (method: string): WireOutcome =>
  cosError(
    'MethodNotAllowed',
    `${method} is not built: uploads are PUT, as wx-server-sdk 3 sends them`,
    405,
  );

/** Object storage replies in XML; the SDK needs all four child elements to recognise an error. */
function cosError(
  code: string,
  message: string,
  status = 403,
): Extract<WireOutcome, { kind: 'status' }> {
  const children = `<Code>${escape(code)}</Code><Message>${escape(message)}</Message>`;
  const ids = '<RequestId>local</RequestId><TraceId>local</TraceId>';
  const body = `<?xml version="1.0" encoding="utf-8"?><Error>${children}${ids}</Error>`;
  return { kind: 'status', status, contentType: 'application/xml', body };
}

function escape(text: string): string {
  return text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
