import { errors } from './errors';

/** Everything the stub can be told to do wrong; the keys are the words of `[stub:…]`. */
export const behaviours = {
  '<code>': 'answers with this error code of the provider, e.g. 1302',
  'numeric=<code>': 'the same, with the code as a number',
  'flat=<code>': 'the same, with a flat body {code, message}',
  html502: 'answers 502 with an HTML page, as a gateway does',
  html504: 'answers 504 with an HTML page',
  'status=<number>': 'answers with this status and an empty body',
  'not-json': 'answers 200 with text that is no JSON',
  'empty-data': 'answers 200 with data: []',
  'no-url': 'answers 200 with data: [{}]',
  'content-filter': 'answers 200 with the picture and a content_filter list',
  'slow=<milliseconds>': 'answers after this time instead of the usual one',
  hang: 'takes the request and never answers',
  'cut-before': 'closes the connection before the request counts; nothing is drawn',
  cut: 'draws (and charges), then closes the connection without an answer',
  'cut-body': 'draws, sends the head and half of the answer, then closes the connection',
  'task-fail': 'async only: the task ends as FAIL',
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

/** A directive with `x2` holds for the first two requests that carry it. */
export type Directive = Behaviour & { times: number };

const pattern = /\[stub:([a-z0-9-]+?)(?:=([\w-]+?))?(?:x(\d+))?\]/g;
const names = new Set(Object.keys(behaviours).map((key) => key.split('=')[0]));

export function parseDirectives(text: string): Directive[] {
  return [...text.matchAll(pattern)].map(([, name = '', value, times]) => ({
    name,
    value: value ?? null,
    times: times === undefined ? Number.POSITIVE_INFINITY : Number(times),
  }));
}

/** What is left of the prompt for the painter. */
export function withoutDirectives(prompt: string): string {
  return prompt.replace(pattern, ' ').trim();
}

export function isBehaviour({ name }: Behaviour): boolean {
  return names.has(name) || name in errors;
}
