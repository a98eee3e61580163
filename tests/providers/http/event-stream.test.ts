import fc from 'fast-check';
import { createEventReader } from '../../../cloudfunctions/shared/providers/http/event-stream';
import type { ServerEvent } from '../../../cloudfunctions/shared/providers/http/event-stream';

function read(pieces: readonly string[]): ServerEvent[] {
  const reader = createEventReader();
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

/** The text cut at these places, wherever they are. */
function cut(text: string, places: readonly number[]): string[] {
  const sorted = [...new Set(places.map((place) => place % (text.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [0, ...sorted].map((from, index) => text.slice(from, sorted[index] ?? text.length));
}

describe('the event reader', () => {
  it.each<[string, string, ServerEvent[]]>([
    ['an event', 'data: a\n\n', [{ name: 'message', data: 'a' }]],
    ['an event with a name', 'event: error\ndata: a\n\n', [{ name: 'error', data: 'a' }]],
    [
      'several data lines as one',
      'data: a\ndata:b\ndata\n\n',
      [{ name: 'message', data: 'a\nb\n' }],
    ],
    ['only one space as no part of the data', 'data:  a\n\n', [{ name: 'message', data: ' a' }]],
    ['comments, empty lines and unknown fields as nothing', ': hi\n\n\nid: 1\nretry: 5\n\n', []],
    [
      'an event without data as none',
      'event: ping\n\ndata: a\n\n',
      [{ name: 'message', data: 'a' }],
    ],
    [
      'an event that the end cut short of its empty line',
      'data: a\n',
      [{ name: 'message', data: 'a' }],
    ],
    [
      'a line that the end cut short',
      'data: a\n\ndata: b',
      [
        { name: 'message', data: 'a' },
        { name: 'message', data: 'b' },
      ],
    ],
  ])('takes %s', (_what, text, events) => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      expect(read([text.replaceAll('\n', lineEnd)])).toEqual(events);
    }
  });

  it('reads the same wherever the text is cut', () => {
    const line = fc.constantFrom(
      'data: 橘猫',
      'data:',
      'data: {"a":1}',
      'event: error',
      ': wait',
      '',
      'id: 1',
    );
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    const stream = fc
      .array(fc.tuple(line, lineEnd), { maxLength: 20 })
      .map((lines) => lines.flat().join(''));
    fc.assert(
      fc.property(stream, fc.array(fc.nat(400), { maxLength: 40 }), (text, places) => {
        expect(read(cut(text, places))).toEqual(read([text]));
      }),
      { numRuns: 1_000 },
    );
  });

  it('tells how much it keeps of an event that does not end', () => {
    const reader = createEventReader();
    reader.push('data: 12345\ndata: 678');

    expect(reader.pendingLength()).toBe('12345'.length + 'data: 678'.length);
  });
});
