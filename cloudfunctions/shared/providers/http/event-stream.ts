import { createParser } from 'eventsource-parser';

export type ServerEvent = {
  /** The field `event`; `message` if there is none. */
  name: string;
  data: string;
};

export type AnswerReader = {
  /** Returns the events completed by this piece of the body. */
  push(text: string): ServerEvent[];
  /** Returns the events completed by the end of the body: some servers omit the last empty line. */
  end(): ServerEvent[];
  /** An event, or a body that is no stream, exceeds its limit: nothing more is read. */
  isTooLong(): boolean;
  /** Decided by the body, or by the content type until the body has begun. */
  isEventStream(): boolean;
};

type Limits = { maxEventLength: number; maxBodyLength: number };

/**
 * Reads a body that should be an event stream. The content type is only a hint: gateways omit it, and send plain JSON or HTML
 * pages with any type. A body that is no stream becomes one event at its end.
 */
export function createAnswerReader(contentType: string, limits: Limits): AnswerReader {
  const isNamedStream = contentType.includes('event-stream');
  let kind: 'events' | 'body' | null = null;
  let pending = '';
  let events: ServerEvent[] = [];
  let isTooLong = false;
  const parser = createParser({
    onEvent: ({ event, data }) => events.push({ name: event ?? 'message', data }),
    onError: ({ type }) => {
      isTooLong ||= type === 'max-buffer-size-exceeded';
    },
    maxBufferSize: limits.maxEventLength,
  });

  function take(): ServerEvent[] {
    const taken = events;
    events = [];
    return taken;
  }

  return {
    push(text) {
      if (isTooLong) return [];
      pending += text;
      kind ??= kindOf(pending, isNamedStream);
      if (kind === 'events') {
        const fed = pending;
        pending = '';
        parser.feed(fed);
      } else {
        isTooLong = pending.length > limits.maxBodyLength;
      }
      return take();
    },
    end() {
      if (isTooLong) return [];
      if (kind !== 'events')
        return pending.trim() === '' ? [] : [{ name: 'message', data: pending }];
      parser.feed('\n\n');
      return take();
    },
    isTooLong: () => isTooLong,
    isEventStream: () => kind === 'events' || (kind === null && isNamedStream),
  };
}

const fields = ['data:', 'event:', 'id:', 'retry:', ':'];

/** Null while the first characters are not conclusive. */
function kindOf(head: string, isNamedStream: boolean): 'events' | 'body' | null {
  const text = head.trimStart();
  if (text === '') return null;
  if (isNamedStream) return /^[{[<]/.test(text) ? 'body' : 'events';
  if (fields.some((field) => text.startsWith(field))) return 'events';
  return fields.some((field) => field.startsWith(text)) ? null : 'body';
}
