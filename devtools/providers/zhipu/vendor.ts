import type { Body } from '../http/fields';
import type { Vendor } from '../http/vendor';
import { errors, illegal, missing, zhipuError } from './errors';
import { visionBehaviours } from './vision';

/** Faults of the image API. */
const images = {
  'content-filter': 'answers as ever, with a content_filter list',
  'empty-data': 'answers 200 with data: []',
  'no-url': 'answers 200 with data: [{}]',
  'cut-body': 'draws, sends the head and half of the answer, then closes the connection',
  'task-fail': 'async only: the task ends as FAIL',
} as const;

/** Faults of chat answers. Chunks are counted from 1 and have three characters each. */
const chat = {
  sensitive: 'refuses the answer at once: finish_reason sensitive, no text',
  'sensitive-after=<chunks>': 'refuses the answer after so many chunks of it were sent',
  'cut-stream=<chunks>': 'closes the connection after so many chunks',
  'end-stream=<chunks>': 'ends the stream after so many chunks, without finish_reason and [DONE]',
  'hang-stream=<chunks>': 'sends so many chunks and stays silent, but open',
  'network-error=<chunks>': 'ends with finish_reason network_error after so many chunks',
  'length=<chunks>': 'ends with finish_reason length after so many chunks',
  'stream-error=<code>': 'reports this error of the vendor after three chunks, in a data line',
  'error-event=<code>': 'the same as an event of its own, `event: error`',
  'garbage-event': 'sends a data line that is no JSON after three chunks',
  'context-exceeded': 'ends at once with finish_reason model_context_window_exceeded',
  'empty-answer': 'ends with finish_reason stop and no text',
  'characters=<number>': 'answers with a text of so many characters, and no proposal',
  'blank-answer': 'answers with characters that nobody sees',
  'odd-characters':
    'puts characters that turn the direction, and control characters, into the answer',
  think: 'writes its thoughts into the answer, as <think>…</think>',
  'think-open': 'the same without the last tag: all of the answer is thoughts',
  'think-headless': 'the same without the first tag',
  'whole-last': 'repeats the whole answer as a message in the last chunk',
  cumulative: 'repeats the answer so far in each chunk',
  'no-usage': 'leaves the usage out',
  'no-done': 'ends after finish_reason, without [DONE]',
  'pace=<milliseconds>': 'sends its chunks at this distance',
  'keep-alive': 'sends comments and empty lines between the chunks',
  heartbeat: 'sends empty events between the chunks',
  fields: 'sends event, id and retry fields with each chunk',
  'no-space': 'leaves out the space after the colon',
  'no-blank-line': 'leaves out the empty line between two events',
  crlf: 'ends its lines with CR LF',
  cr: 'ends its lines with CR',
  bom: 'begins with a byte order mark',
  torn: 'sends every byte by itself',
  trailing: 'sends bytes after [DONE]',
  'no-content-type': 'does not say that it is an event stream',
  'plain-json': 'answers with one JSON body although a stream was asked for',
} as const;

export const zhipu: Vendor = {
  name: 'zhipu',
  codes: Object.keys(errors),
  errorOf: zhipuError,
  errors: {
    noKey: () => zhipuError('1001'),
    wrongKey: () => zhipuError('1000'),
    // The vendor does not distinguish broken JSON from wrong parameters.
    badBody: () => zhipuError('1210'),
    tooMany: () => zhipuError('1302'),
    unknownPath: () => zhipuError('1222'),
  },
  missing,
  illegal,
  behaviours: { ...images, ...chat, ...visionBehaviours },
};

export function optionalUserId({ user_id: userId = null }: Body): string | null {
  if (userId !== null && (typeof userId !== 'string' || !/^.{6,128}$/s.test(userId))) {
    throw illegal('user_id');
  }
  return userId;
}
