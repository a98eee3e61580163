import type { Vendor } from './vendor';

/** Faults that every vendor's API can simulate; the keys are the words of `[stub:…]`. */
const common = {
  '<code>': 'answers with this error code of the vendor, e.g. 1302',
  'numeric=<code>': 'the same, with the code as a number',
  'flat=<code>': 'the same, with a flat body {code, message}',
  html502: 'answers 502 with an HTML page, as a gateway does',
  html504: 'answers 504 with an HTML page',
  'status=<number>': 'answers with this status and an empty body',
  'not-json': 'answers 200 with text that is no JSON',
  hang: 'takes the request and never answers',
  'slow=<milliseconds>': 'answers after this time instead of the usual one',
  'cut-before': 'closes the connection before the request counts; nothing is made',
  cut: 'makes the answer (and charges), then closes the connection without it',
} as const;

/** Faults of a picture's URL. */
const pictures = {
  'late-404=<downloads>': 'the first downloads of the picture are answered 404',
  'late-403=<downloads>': 'the first downloads are answered 403',
  'late-503=<downloads>': 'the first downloads are answered 503',
  'late-hang=<downloads>': 'the first downloads are not answered',
  'late-cut=<downloads>': 'the first downloads are cut halfway',
  'url-late=<milliseconds>': 'the picture address answers 404 until this time has passed',
  'dead-url': 'the picture address answers 404',
  'expired-url': 'the picture address answers 403, as after its life',
  'url-500': 'the picture address answers 500',
  'url-slow=<milliseconds>': 'the picture comes after this time',
  'url-hang': 'the picture address never answers',
  'url-cut': 'the connection is closed halfway through the picture',
  'url-redirect': 'the picture address redirects to http://169.254.169.254/',
  'html-picture': 'the picture address answers 200 with an HTML page',
  garbage: 'the picture is noise under a PNG content type',
  truncated: 'the picture is complete by its length header but lacks its second half',
  huge: 'the picture is 64 MB long',
} as const;

export type Behaviour = { name: string; value: string | null };

/** A directive with `x2` applies to the first two requests that carry it. */
export type Directive = Behaviour & { times: number };

const pattern = /\[stub:([\w.-]+?)(?:=([\w.-]+?))?(?:x(\d+))?\]/g;

/** All faults that a vendor's stub can simulate. */
export function behavioursOf({ behaviours }: Pick<Vendor, 'behaviours'>): Record<string, string> {
  return { ...common, ...pictures, ...behaviours };
}

export function isBehaviour(
  { name }: Behaviour,
  vendor: Pick<Vendor, 'behaviours' | 'codes'>,
): boolean {
  const names = Object.keys(behavioursOf(vendor)).map((key) => key.split('=')[0]);
  return names.includes(name) || vendor.codes.includes(name);
}

export function parseDirectives(text: string): Directive[] {
  return [...text.matchAll(pattern)].map(([, name = '', value, times]) => ({
    name,
    value: value ?? null,
    times: times === undefined ? Number.POSITIVE_INFINITY : Number(times),
  }));
}

/** The prompt without directives, for the painter. */
export function withoutDirectives(prompt: string): string {
  return prompt.replace(pattern, ' ').trim();
}
