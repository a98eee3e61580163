import fc from 'fast-check';
import { createAnswerReader } from '../../../cloudfunctions/shared/providers/http/event-stream';
import type { ServerEvent } from '../../../cloudfunctions/shared/providers/http/event-stream';

const limits = { maxEventLength: 1_000, maxBodyLength: 1_000 };

function read(pieces: readonly string[], contentType = 'text/event-stream'): ServerEvent[] {
  const reader = createAnswerReader(contentType, limits);
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

/** Cuts the text at these places. */
function cut(text: string, places: readonly number[]): string[] {
  const sorted = [...new Set(places.map((place) => place % (text.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [0, ...sorted].map((from, index) => text.slice(from, sorted[index] ?? text.length));
}

const message = (data: string): ServerEvent => ({ name: 'message', data });

describe('reading an event stream', () => {
  it.each<[string, string, ServerEvent[]]>([
    ['an event', 'data: a\n\n', [message('a')]],
    ['an event without the space', 'data:a\n\n', [message('a')]],
    ['an event with a name', 'event: error\ndata: a\n\n', [{ name: 'error', data: 'a' }]],
    ['several data lines as one', 'data: a\ndata:b\ndata\n\n', [message('a\nb\n')]],
    ['only one space as no part of the data', 'data:  a\n\n', [message(' a')]],
    ['comments, blank lines and unknown fields as nothing', ': hi\n\n\nid: 1\nretry: 5\n\n', []],
    ['an event without data as none', 'event: ping\n\ndata: a\n\n', [message('a')]],
    ['an empty event', 'data:\n\ndata: a\n\n', [message(''), message('a')]],
    ['an event without its last empty line', 'data: a\n', [message('a')]],
    ['a line without its end', 'data: a\n\ndata: b', [message('a'), message('b')]],
  ])('takes %s', (_what, text, events) => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      expect(read([text.replaceAll('\n', lineEnd)])).toEqual(events);
    }
  });

  it('reads the same wherever the text is cut', () => {
    const line = fc.constantFrom(
      ...['data: 橘猫', 'data:', 'data:x', 'data: {"a":1}', 'event: error', ': wait', '', 'id: 1'],
    );
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    const stream = fc
      .array(fc.tuple(line, lineEnd), { maxLength: 20 })
      .map((lines) => `data: first\n\n${lines.flat().join('')}`);
    const type = fc.constantFrom('text/event-stream', '');
    fc.assert(
      fc.property(stream, fc.array(fc.nat(400), { maxLength: 40 }), type, (text, places, named) => {
        expect(read(cut(text, places), named)).toEqual(read([text], named));
      }),
      { numRuns: 1_000 },
    );
  });

  it('stops at an event that does not end', () => {
    const reader = createAnswerReader('text/event-stream', limits);

    expect(reader.push(`data: ${'x'.repeat(2_000)}`)).toEqual([]);
    expect(reader.isTooLong()).toBe(true);
    expect(reader.push('\n\ndata: a\n\n')).toEqual([]);
    expect(reader.end()).toEqual([]);
  });
});

describe('what a body is', () => {
  it.each(['', 'application/json', 'text/plain', 'application/octet-stream'])(
    'shows in its first characters under the content type %j',
    (contentType) => {
      expect(read(['\n', 'da', 'ta: a\n\n'], contentType)).toEqual([message('a')]);
      expect(read([': hi\n\n', 'data: a\n\n'], contentType)).toEqual([message('a')]);
      expect(read([' {"a"', ':1}'], contentType)).toEqual([message(' {"a":1}')]);
      expect(read(['da', 'y'], contentType)).toEqual([message('day')]);
      expect(read(['', ' \n'], contentType)).toEqual([]);
    },
  );

  it.each(['{"error":{"code":"1305"}}', '[1]', '<html></html>'])(
    'is not believed to be a stream when it begins like %s',
    (body) => {
      expect(read([body])).toEqual([message(body)]);
    },
  );

  it('is not read without end when it is no stream', () => {
    const reader = createAnswerReader('application/json', limits);
    reader.push('x'.repeat(2_000));

    expect([reader.isTooLong(), reader.isEventStream(), reader.end()]).toEqual([true, false, []]);
  });
});
