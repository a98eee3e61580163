/** A vendor's error answer. */
export class StubError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    /** The error body in this vendor's format. */
    readonly toBody: (requestId: string) => object,
  ) {
    super(message);
  }
}

/** What the shared parts of the stubs need to know about a vendor. */
export type Vendor = {
  name: string;
  /** Codes that a directive may ask for. */
  codes: readonly string[];
  errorOf(code: string, message?: string): StubError;
  /** The vendor's own error codes for the checks that every stub makes. */
  errors: Record<'noKey' | 'wrongKey' | 'badBody' | 'tooMany' | 'unknownPath', () => StubError>;
  missing(field: string): StubError;
  illegal(field: string): StubError;
  /** Directives in addition to the common ones and those of pictures: each word with its effect. */
  behaviours: Readonly<Record<string, string>>;
};
