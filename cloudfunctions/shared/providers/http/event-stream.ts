export type ServerEvent = {
  /** The field `event`; `message` when there is none. */
  name: string;
  data: string;
};

export type EventReader = {
  /** The events that became whole with this piece of the stream. */
  push(text: string): ServerEvent[];
  /** What a stream that ended left unfinished: some servers save themselves the last empty line. */
  end(): ServerEvent[];
  /** Characters of the event that is not whole yet. */
  pendingLength(): number;
};

/**
 * Reads `text/event-stream` as https://html.spec.whatwg.org/multipage/server-sent-events.html says: lines end with LF,
 * CR or CRLF wherever the pieces are cut, a line that begins with a colon is a comment, the `data` lines of an event are
 * joined by LF, an event without data is none. `id` and `retry` are of no use to us.
 */
export function createEventReader(): EventReader {
  let line = '';
  let endedWithReturn = false;
  let name = '';
  let data: string[] = [];
  let dataLength = 0;

  function endEvent(): ServerEvent[] {
    const events = data.length === 0 ? [] : [{ name: name || 'message', data: data.join('\n') }];
    name = '';
    data = [];
    dataLength = 0;
    return events;
  }

  function endLine(): ServerEvent[] {
    const whole = line;
    line = '';
    if (whole === '') return endEvent();
    const colon = whole.indexOf(':');
    const field = colon === -1 ? whole : whole.slice(0, colon);
    const value = colon === -1 ? '' : whole.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') name = value;
    if (field === 'data') {
      data.push(value);
      dataLength += value.length;
    }
    return [];
  }

  return {
    push(text) {
      if (text === '') return [];
      const rest = endedWithReturn && text.startsWith('\n') ? text.slice(1) : text;
      endedWithReturn = text.endsWith('\r');
      const events: ServerEvent[] = [];
      const [first = '', ...more] = rest.split(/\r\n|\r|\n/);
      line += first;
      for (const next of more) {
        events.push(...endLine());
        line = next;
      }
      return events;
    },
    end: () => [...(line === '' ? [] : endLine()), ...endEvent()],
    pendingLength: () => line.length + dataLength,
  };
}
