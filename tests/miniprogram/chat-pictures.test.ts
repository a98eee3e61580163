import { installPhone } from './phone';

const suggestion = { prompt: '安静的月夜', sessionId: 's1', messageId: 'm1' };

async function pictures() {
  jest.resetModules();
  installPhone();
  return import('../../miniprogram/utils/chat-pictures');
}

describe('what became of a proposal of the chat', () => {
  it('recognises a description by the words that were proposed, even with more words behind them', async () => {
    const { rememberSuggestion, suggestionOf } = await pictures();
    expect(suggestionOf('安静的月夜')).toBeNull();
    rememberSuggestion(suggestion);

    expect(suggestionOf('安静的月夜')).toEqual(suggestion);
    expect(suggestionOf('安静的月夜，加一只猫')).toEqual(suggestion);
    expect(suggestionOf('窗台上的橘猫')).toBeNull();
  });

  it('keeps the newest picture of a message, and no more than sixty', async () => {
    const { chatPictures, keepPicture } = await pictures();
    for (let count = 0; count < 70; count += 1)
      keepPicture(`m${count}`, { workId: `w${count}`, picture: 'cloud://a.png' });
    keepPicture('m69', { workId: 'later', picture: 'cloud://b.png' });

    expect(Object.keys(chatPictures())).toHaveLength(60);
    expect(chatPictures()['m69']).toEqual({ workId: 'later', picture: 'cloud://b.png' });
    expect(chatPictures()['m0']).toBeUndefined();
  });

  it('takes nothing that an older version may have stored', async () => {
    const { chatPictures } = await pictures();
    wx.setStorageSync('chatPictures', [1, 2]);

    expect(chatPictures()).toEqual({});
  });
});
