/** What a vendor answers instead of a success. */
export class StubError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    /** The body as this vendor writes it. */
    readonly toBody: (requestId: string) => object,
  ) {
    super(message);
  }
}

/** What the common parts of the stubs must know of a vendor. */
export type Vendor = {
  name: string;
  /** Codes that a directive may ask for. */
  codes: readonly string[];
  errorOf(code: string, message?: string): StubError;
  /** The vendor's own codes for what every stub checks. */
  errors: Record<'noKey' | 'wrongKey' | 'badBody' | 'tooMany' | 'unknownPath', () => StubError>;
  missing(field: string): StubError;
  illegal(field: string): StubError;
  /** Directives beside the common ones and those of pictures: words and what they do. */
  behaviours: Readonly<Record<string, string>>;
};
