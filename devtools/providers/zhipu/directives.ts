import { errors } from './errors';

/** What either API can be told to do wrong; the keys are the words of `[stub:…]`. */
const common = {
  '<code>': 'answers with this error code of the provider, e.g. 1302',
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
  'content-filter': 'answers as ever, with a content_filter list',
} as const;

/** What goes wrong with pictures. */
const images = {
  'empty-data': 'answers 200 with data: []',
  'no-url': 'answers 200 with data: [{}]',
  'cut-body': 'draws, sends the head and half of the answer, then closes the connection',
  'task-fail': 'async only: the task ends as FAIL',
  'dead-url': 'the picture address answers 404',
  'expired-url': 'the picture address answers 403, as after its life',
  'url-500': 'the picture address answers 500',
  'url-slow=<milliseconds>': 'the picture comes after this time',
  'url-late=<milliseconds>': 'the picture address answers 404 until this time has passed',
  'url-hang': 'the picture address never answers',
  'url-cut': 'the connection is closed halfway through the picture',
  'url-redirect': 'the picture address redirects to http://169.254.169.254/',
  'html-picture': 'the picture address answers 200 with an HTML page',
  garbage: 'the picture is noise under a PNG content type',
  truncated: 'the picture is complete by its length header but lacks its second half',
  huge: 'the picture is 64 MB long',
} as const;

/** What goes wrong with answers of the chat; chunks are counted from 1, and carry three characters each. */
const chat = {
  sensitive: 'refuses the answer at once: finish_reason sensitive, no text',
  'sensitive-after=<chunks>': 'refuses the answer after so many chunks of it were sent',
  'cut-stream=<chunks>': 'closes the connection after so many chunks',
  'end-stream=<chunks>': 'ends the stream after so many chunks, without finish_reason and [DONE]',
  'hang-stream=<chunks>': 'sends so many chunks and stays silent, but open',
  'network-error=<chunks>': 'ends with finish_reason network_error after so many chunks',
  'length=<chunks>': 'ends with finish_reason length after so many chunks',
  'stream-error=<code>': 'reports this error of the provider after three chunks, in a data line',
  'error-event=<code>': 'the same as an event of its own, `event: error`',
  'garbage-event': 'sends a data line that is no JSON after three chunks',
  'context-exceeded': 'ends at once with finish_reason model_context_window_exceeded',
  'empty-answer': 'ends with finish_reason stop and no text',
  'no-usage': 'leaves the usage out',
  'no-done': 'ends after finish_reason, without [DONE]',
  'pace=<milliseconds>': 'sends its chunks at this distance',
  'keep-alive': 'sends comments and empty lines between the chunks',
  crlf: 'ends its lines with CR LF',
  torn: 'sends every byte by itself',
} as const;

/** Everything the stub can be told to do wrong. */
export const behaviours = { ...common, ...images, ...chat };

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
