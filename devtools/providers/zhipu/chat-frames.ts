import type { Behaviour } from '../http/directives';
import type { Ending, Plan } from './chat-plan';

export type Head = { id: string; created: number; model: string };
/** The pieces of a stream. `ending` tells whether the connection is then closed, cut or left open. */
export type Frames = {
  pieces: { text: string; isChunk: boolean }[];
  last: string;
  ending: 'end' | 'cut' | 'open';
  /** Whether the connection is cut or left open. */
  isWrong: boolean;
  contentType: string | null;
  /** Whether every byte is sent separately. */
  isTorn: boolean;
};

export function toFrames(head: Head, plan: Plan, behaviours: readonly Behaviour[]): Frames {
  const has = (name: string): boolean => behaviours.some((behaviour) => behaviour.name === name);
  const framed = (text: string): string => framing(text, has);
  const chunk = (delta: object): string =>
    data({ ...head, choices: [{ index: 0, delta: { role: 'assistant', ...delta } }] });
  const before =
    (has('keep-alive') ? ': keep-alive\n\n\n' : '') +
    (has('heartbeat') ? 'data:\n\n' : '') +
    (has('fields') ? 'event: message\nid: 7\nretry: 3000\n' : '');
  const { thoughts, chunks, ending } = plan;
  const said = has('cumulative')
    ? chunks.map((_, index) => chunks.slice(0, index + 1).join(''))
    : chunks;
  const pieces = [
    ...thoughts.map((text) => ({ text: chunk({ reasoning_content: text }), isChunk: false })),
    ...said.map((content) => ({ text: before + chunk({ content }), isChunk: true })),
  ].map((piece) => ({ ...piece, text: framed(piece.text) }));
  const start = has('bom') ? [{ text: '\ufeff', isChunk: false }] : [];
  return {
    pieces: [...start, ...pieces],
    last: framed(endingText(head, plan, has)),
    ending: closing[ending.kind],
    isWrong: ending.kind !== 'finish' || !['stop', 'length'].includes(ending.reason),
    contentType: has('no-content-type') ? null : 'text/event-stream;charset=UTF-8',
    isTorn: has('torn'),
  };
}

/** The same events in a different framing. */
function framing(text: string, has: (name: string) => boolean): string {
  const spaced = has('no-space') ? text.replaceAll(/^data: /gm, 'data:') : text;
  const joined = has('no-blank-line') ? spaced.replaceAll(/\n\n(?=data)|\n\n$/g, '\n') : spaced;
  if (has('crlf')) return joined.replaceAll('\n', '\r\n');
  return has('cr') ? joined.replaceAll('\n', '\r') : joined;
}

const closing: Record<Ending['kind'], Frames['ending']> = {
  finish: 'end',
  error: 'end',
  garbage: 'end',
  eof: 'end',
  cut: 'cut',
  silence: 'open',
};

function endingText(
  head: Head,
  { chunks, ending, usage }: Plan,
  has: (name: string) => boolean,
): string {
  switch (ending.kind) {
    case 'finish': {
      const message = { role: 'assistant', content: chunks.join('') };
      const last = {
        ...head,
        choices: [
          {
            index: 0,
            finish_reason: ending.reason,
            delta: { role: 'assistant', content: '' },
            ...(has('whole-last') ? { message } : {}),
          },
        ],
        ...(ending.hasUsage ? { usage } : {}),
        ...filterOf(ending),
      };
      const after = has('trailing') ? 'data: {"choices":[{"delta":{"content":"多"}}]}\n\n\0' : '';
      return data(last) + (ending.hasDone ? `data: [DONE]\n\n${after}` : '');
    }
    case 'error': {
      const error = { code: ending.code, message: ending.message };
      return (ending.isEvent ? 'event: error\n' : '') + data({ error });
    }
    case 'garbage':
      return 'data: {"id":"2026\n\n';
    case 'cut':
    case 'eof':
    case 'silence':
      return '';
  }
}

export function filterOf({ hasFilter, reason }: Extract<Ending, { kind: 'finish' }>): object {
  const level = reason === 'sensitive' ? 1 : 3;
  return hasFilter ? { content_filter: [{ role: 'assistant', level }] } : {};
}

function data(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
