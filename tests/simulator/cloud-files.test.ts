import {
  outcomeOn,
  refuseAll,
  withPhone,
  type CloudAnswer,
  type PhoneLab,
  type TestPhone,
} from './phone';

describe('files of wx.cloud', () => {
  let lab: PhoneLab;
  let phone: TestPhone;

  withPhone((opened) => ({ lab, phone } = opened));

  const outcome = (call: string) => outcomeOn(phone, call);
  const refuse = (errCode: number, errMsg: string) => refuseAll(lab, errCode, errMsg);

  /** The failure that the `fail` callback receives. */
  const failure = (name: string, options: string): Promise<unknown> =>
    phone.page.evaluate(`new Promise((resolve) => wx.cloud.${name}({
      ...${options},
      success: () => resolve('succeeded'),
      fail: ({ errCode, errMsg }) => resolve({ errCode, errMsg }),
    }))`);
  const write = () =>
    phone.page.evaluate<string>(`(() => {
      const filePath = wx.env.USER_DATA_PATH + '/a.txt';
      return wx.getFileSystemManager().writeFile({ filePath, data: 'text' }).then(() => filePath);
    })()`);

  it('reports a refused upload with its code', async () => {
    const filePath = await write();
    refuse(-503002, 'storage permission denied');
    expect(
      await failure('uploadFile', JSON.stringify({ cloudPath: 'works/bob/a.txt', filePath })),
    ).toEqual({
      errCode: -503002,
      errMsg: 'cloud.uploadFile:fail Error: errCode: -503002  | errMsg: storage permission denied',
    });
    expect(await phone.page.evaluate('__workshop.stats.cloudCalls.at(-1)')).toMatchObject({
      kind: 'upload',
      code: -503002,
    });
  });

  const address = 'cloud://env/a.txt';
  const withUrl =
    (next: CloudAnswer, status = 0): CloudAnswer =>
    (path, body) =>
      path === '/local/client/temp-urls'
        ? {
            body: {
              fileList: [{ fileID: address, tempFileURL: '/files/a', status, errMsg: 'denied' }],
            },
          }
        : next(path, body);

  it('reports a refused download, of its address or of its content, with its code', async () => {
    lab.answer(withUrl(() => ({ body: {} }), -503001));
    expect(await failure('downloadFile', JSON.stringify({ fileID: address }))).toEqual({
      errCode: -503001,
      errMsg: `cloud.downloadFile:fail Error: errCode: -503001  | errMsg: ${address}: denied`,
    });
    const error = { errCode: -503001, errMsg: 'storage permission denied' };
    lab.answer(withUrl(() => ({ status: 403, body: { error } })));
    expect(await failure('downloadFile', JSON.stringify({ fileID: address }))).toEqual({
      errCode: -503001,
      errMsg:
        'cloud.downloadFile:fail Error: errCode: -503001  | errMsg: storage permission denied',
    });
    lab.answer(withUrl(() => ({ body: 'content' })));
    expect(await outcome(`wx.cloud.downloadFile({ fileID: '${address}' })`)).toMatchObject({
      errMsg: 'cloud.downloadFile:ok',
      statusCode: 200,
    });
  });

  it('fails without a network, for cached addresses too', async () => {
    lab.answer(withUrl(() => ({ body: 'content' })));
    await outcome(`wx.cloud.downloadFile({ fileID: '${address}' })`);
    const filePath = await write();
    await phone.page.evaluate(`__workshop.updateSettings({ network: 'offline' })`);
    expect(await failure('downloadFile', JSON.stringify({ fileID: address }))).toMatchObject({
      errCode: -1,
    });
    expect(
      await failure('uploadFile', JSON.stringify({ cloudPath: 'a.txt', filePath })),
    ).toMatchObject({ errCode: -1 });
  });
});
