import {
  isSameQuestion,
  isSilent,
  mayAskAgain,
  previewOf,
  questionKey,
  maxAheadMs,
  silentAfterMs,
  titleOf,
  toTurns,
} from '../../../cloudfunctions/shared/domain/chat/conversation';
import type { ChatMessage } from '../../../cloudfunctions/shared/domain/chat/conversation';

const now = new Date('2026-11-21T04:00:00Z');
const message = (changes: Partial<ChatMessage>): ChatMessage => ({
  ...{ id: 'x', openid: 'o', userId: 'u', sessionId: 's', messageId: 'm1', role: 'assistant' },
  ...{ text: '好', status: 'completed', apUsed: 1, attempt: 1 },
  ...{ stopRequestedAt: null, createdAt: now, updatedAt: now },
  ...changes,
});
const silent = { status: 'streaming', updatedAt: new Date(now.getTime() - silentAfterMs) } as const;

describe('the key of a question', () => {
  const asked = { messageId: 'm1', text: '橘猫' };

  it('is the same for the same tap, and another for every other user and tap', () => {
    const key = questionKey('u', asked);
    expect(questionKey('u', asked)).toEqual(key);
    const others = [questionKey('v', asked), questionKey('u', { ...asked, messageId: 'm2' })];
    for (const other of others) {
      expect(other.answerId).not.toBe(key.answerId);
      expect(other.questionId).not.toBe(key.questionId);
      expect(other.sessionId).not.toBe(key.sessionId);
    }
  });

  it('stays the same when the session that it began gets its id', () => {
    const key = questionKey('u', asked);
    expect(questionKey('u', { ...asked, sessionId: key.sessionId })).toEqual(key);
    expect(key.isNewSession).toBe(true);
  });

  it('differs for another text and another session', () => {
    const key = questionKey('u', asked);
    const otherSession = questionKey('u', { ...asked, sessionId: 'session_2' });
    expect(otherSession).toMatchObject({ isNewSession: false, sessionId: 'session_2' });

    const standing = { sessionId: key.sessionId, text: asked.text };
    expect(isSameQuestion(standing, { ...standing })).toBe(true);
    expect(isSameQuestion(standing, { ...standing, text: '黑猫' })).toBe(false);
    expect(isSameQuestion(standing, { ...standing, sessionId: 'session_2' })).toBe(false);
  });
});

describe('an answer', () => {
  it.each<[string, Partial<ChatMessage>, boolean]>([
    ['completed', { status: 'completed' }, false],
    ['stopped', { status: 'stopped' }, false],
    ['in flight', { status: 'streaming' }, false],
    ['silent', silent, true],
    ['failed', { status: 'failed' }, true],
    ['refused', { status: 'refused' }, true],
  ])('that is %s may be asked for again or not', (_what, changes, isFree) => {
    expect(mayAskAgain(message(changes), now)).toBe(isFree);
  });

  it('is silent only while it is in flight', () => {
    expect(isSilent(message(silent), now)).toBe(true);
    expect(isSilent(message({ ...silent, status: 'completed' }), now)).toBe(false);
    expect(isSilent(message(silent), new Date(now.getTime() - 1))).toBe(false);
  });

  it('is silent when a clock far ahead dated it', () => {
    const ahead = (ms: number) =>
      message({ status: 'streaming', updatedAt: new Date(now.getTime() + ms) });

    expect(isSilent(ahead(maxAheadMs), now)).toBe(false);
    expect(isSilent(ahead(maxAheadMs + 1), now)).toBe(true);
  });
});

describe('the turns of a conversation', () => {
  const pair = (messageId: string, changes: Partial<ChatMessage> = {}) => [
    message({ messageId, role: 'user', text: `问${messageId}` }),
    message({ messageId, text: `答${messageId}`, ...changes }),
  ];

  it('are questions with their answers; what was not answered is left out', () => {
    const messages = [
      ...pair('1'),
      ...pair('2', { status: 'failed', text: '' }),
      ...pair('3', { status: 'refused', text: '' }),
      ...pair('4', { status: 'stopped' }),
      ...pair('5', { status: 'stopped', text: '' }),
      ...pair('6', { status: 'streaming' }),
    ];
    expect(toTurns(messages)).toEqual([
      { role: 'user', text: '问1' },
      { role: 'assistant', text: '答1' },
      { role: 'user', text: '问4' },
      { role: 'assistant', text: '答4' },
    ]);
  });

  it('never contain thoughts, even if the stored answer does', () => {
    const messages = [
      ...pair('1', { text: '<think>想一想</think>\n\n画一只猫' }),
      ...pair('2', { text: '<think>想一想' }),
      ...pair('3', { text: '\u200b' }),
    ];

    expect(toTurns(messages)).toEqual([
      { role: 'user', text: '问1' },
      { role: 'assistant', text: '画一只猫' },
    ]);
  });

  it('hold a proposal as the model wrote it', () => {
    const proposal = { prompt: '橘猫', style: 'a', styleName: '绘本', size: 'b', ratio: '1:1' };
    expect(toTurns(pair('1', { proposal }))[1]?.text).toBe(
      '答1\n\n【画面】橘猫\n【风格】绘本\n【比例】1:1',
    );
  });
});

describe('title and preview', () => {
  it('are the beginning of the text, in one line', () => {
    expect(titleOf('  雨中的\n橘猫 ')).toBe('雨中的 橘猫');
    expect(titleOf('猫'.repeat(20))).toBe('猫'.repeat(20));
    expect(titleOf('😺'.repeat(21))).toBe(`${'😺'.repeat(20)}…`);
    expect(previewOf('猫'.repeat(61))).toBe(`${'猫'.repeat(60)}…`);
  });
});
