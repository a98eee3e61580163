import { createTranscript } from '../../miniprogram/packages/chat/talk/transcript';
import { someMessage } from './chat';

const page = { draw: jest.fn(), redraw: jest.fn() };
const asked = { messageId: 'm9', text: '换成狗', askedAt: '2026-11-21T07:05:00.000Z' };

function opened(count = 1, cursor: string | null = null) {
  const transcript = createTranscript(page);
  transcript.open(listed(count, count), cursor);
  return transcript;
}

/** Questions in a page of the cloud, newest first. */
function listed(newest: number, count: number) {
  return Array.from({ length: count }, (_, index) =>
    someMessage({ messageId: `m${newest - index}`, text: `${newest - index}` }),
  );
}

beforeEach(() => jest.clearAllMocks());

describe('the transcript', () => {
  it('draws what was opened only when it is told to', () => {
    const transcript = opened(2);
    expect(page.draw).not.toHaveBeenCalled();
    transcript.draw();

    expect(page.draw.mock.calls).toEqual([['']]);
    expect(transcript.rows().map(({ text }) => text)).toEqual(['1', '2']);
  });

  it('draws the one row of an answer that has grown', () => {
    const transcript = opened();
    transcript.place(asked, 's1');
    transcript.redraw(someMessage({ messageId: 'm9', role: 'assistant', text: '好' }));

    expect(page.draw).not.toHaveBeenCalled();
    expect(page.redraw.mock.calls).toEqual([
      [2, expect.objectContaining({ id: 'assistant-m9', text: '好' })],
    ]);
    expect(transcript.answerOf('m9')?.text).toBe('好');
  });

  it('draws nothing of a row that is out of view', () => {
    const transcript = opened(40, 'older');
    transcript.place(asked, 's1');
    transcript.addOlder(listed(0, 20), null);
    transcript.upwards();
    transcript.redraw(someMessage({ messageId: 'm9', role: 'assistant', text: '好' }));

    expect(page.redraw).not.toHaveBeenCalled();
    transcript.toEnd();
    expect(transcript.rows().map(({ text }) => text)).toContain('好');
  });

  it('keeps the first or the last row in its place', () => {
    const transcript = opened(40, 'older');
    expect(transcript.upwards()).toBe(false);
    transcript.addOlder(listed(0, 20), null);
    transcript.downwards();
    transcript.upwards();

    expect(page.draw.mock.calls).toEqual([['user-m1'], ['user-m20'], ['user-m1']]);
    expect(transcript.cursor()).toBeNull();
  });

  it('says below a question why it was not accepted, until another conversation is opened', () => {
    const transcript = opened();
    transcript.place(asked, 's1');
    transcript.refuseQuestion('m9', '请换个说法');
    expect(transcript.rows()[2]).toMatchObject({ text: '请换个说法', next: 'edit' });

    transcript.open([], null);
    transcript.place(asked, 's2');
    expect(transcript.rows()[1]).toMatchObject({ text: '', isWaiting: true });
  });

  it('removes a question that was not accepted, with its answer', () => {
    const transcript = opened();
    transcript.place(asked, 's1');
    transcript.withdraw('m9');

    expect(transcript.textOf('m9')).toBe('');
    expect(transcript.rows()).toHaveLength(1);
    expect(page.draw.mock.calls).toEqual([['']]);
  });

  it('ends an answer that is there, and no other', () => {
    const transcript = opened();
    transcript.place(asked, 's1');
    transcript.endAnswer('m9', 'failed', '服务繁忙');
    transcript.endAnswer('m1', 'failed', '服务繁忙');

    expect(page.redraw).toHaveBeenCalledTimes(1);
    expect(transcript.rows()[2]).toMatchObject({ text: '服务繁忙\n未扣 AP', next: 'retry' });
    expect(transcript.streaming()).toBeNull();
  });
});
