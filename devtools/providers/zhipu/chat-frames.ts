import type { Ending, Plan } from './chat-plan';
import type { Behaviour } from './directives';

export type Head = { id: string; created: number; model: string };
/** A stream in pieces, and whether the connection is closed after the last, cut, or left open. */
export type Frames = {
  pieces: { text: string; isChunk: boolean }[];
  last: string;
  ending: 'end' | 'cut' | 'open';
  /** It ends in a way that no client hopes for. */
  isWrong: boolean;
};

export function toFrames(head: Head, plan: Plan, behaviours: readonly Behaviour[]): Frames {
  const has = (name: string): boolean => behaviours.some((behaviour) => behaviour.name === name);
  const lines = (text: string): string => (has('crlf') ? text.replaceAll('\n', '\r\n') : text);
  const chunk = (delta: object): string =>
    data({ ...head, choices: [{ index: 0, delta: { role: 'assistant', ...delta } }] });
  const keepAlive = has('keep-alive') ? ': keep-alive\n\n\n' : '';
  const { thoughts, chunks, ending } = plan;
  return {
    pieces: [
      ...thoughts.map((text) => ({ text: chunk({ reasoning_content: text }), isChunk: false })),
      ...chunks.map((content) => ({ text: keepAlive + chunk({ content }), isChunk: true })),
    ].map((piece) => ({ ...piece, text: lines(piece.text) })),
    last: lines(endingText(head, plan)),
    ending: closing[ending.kind],
    isWrong: ending.kind !== 'finish' || !['stop', 'length'].includes(ending.reason),
  };
}

const closing: Record<Ending['kind'], Frames['ending']> = {
  finish: 'end',
  error: 'end',
  garbage: 'end',
  eof: 'end',
  cut: 'cut',
  silence: 'open',
};

function endingText(head: Head, { ending, usage }: Plan): string {
  switch (ending.kind) {
    case 'finish': {
      const last = {
        ...head,
        choices: [
          {
            index: 0,
            finish_reason: ending.reason,
            delta: { role: 'assistant', content: '' },
          },
        ],
        ...(ending.hasUsage ? { usage } : {}),
        ...filterOf(ending),
      };
      return data(last) + (ending.hasDone ? 'data: [DONE]\n\n' : '');
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
