import type { Invocation } from '../functions/invocation';
import type { OpenFile } from '../storage/storage';

/** One SDK request with its body parsed: JSON fields, or the fields of a multipart form (as raw bytes). */
export type WireRequest = { fields: Record<string, unknown> };

/** The reply to the SDK. `cut` closes the connection without one, `hang` never replies. */
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
  /** Null when the caller is a script or a test instead of a function of this cloud. */
  invocation: Invocation | null;
};
