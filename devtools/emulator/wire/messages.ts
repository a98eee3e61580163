import type { Invocation } from '../functions/invocation';
import type { OpenFile } from '../storage/storage';

/** One request of the SDK, its body already parsed: JSON fields, or the fields of a multipart form (bytes as they came). */
export type WireRequest = { fields: Record<string, unknown> };

/** What the SDK is answered. `cut` and `hang` are not answers: the connection closes, or nothing ever comes. */
export type WireOutcome =
  | { kind: 'json'; body: Record<string, unknown> }
  | { kind: 'bytes'; contentType: string; bytes: Buffer }
  | { kind: 'file'; file: OpenFile }
  | { kind: 'status'; status: number; contentType: string; body: string }
  | { kind: 'cut' }
  | { kind: 'hang' };

export type WireAction = {
  action: string;
  fields: Record<string, unknown>;
  /** Null when the caller is a script or a test, not a function of this cloud. */
  invocation: Invocation | null;
};
