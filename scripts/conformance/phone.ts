/** The collections that a phone tries, and a mark carried by its files and rows. */
export type PhoneNames = { own: string; closed: string; shown: string; mark: string };

/**
 * An observation that only a phone can make; `code` is the body of an async function of `wx`, `names` and `refusalOf`.
 */
type PhoneCase = { name: string; expected: unknown; code: string };

const denied = { errCode: -502003 };
const fileDenied = { errCode: -503002 };

export const phoneCases: readonly PhoneCase[] = [
  {
    name: '安全规则：带 {openid} 的条件读得到自己的行',
    expected: 1,
    code: `
      await db.collection(names.own).add({ data: { n: 1 } });
      return (await db.collection(names.own).where({ _openid: '{openid}' }).get()).data.length;`,
  },
  {
    name: '安全规则：不带条件的读被拒绝',
    expected: denied,
    code: `return refusalOf(db.collection(names.own).get());`,
  },
  {
    name: '安全规则：doc(id) 读自己的行也被拒绝',
    expected: denied,
    code: `
      const { _id } = await db.collection(names.own).add({ data: { n: 2 } });
      return refusalOf(db.collection(names.own).doc(_id).get());`,
  },
  {
    name: '安全规则：watch 自己的行，先收到全部，再收到新的一行',
    expected: ['init', 'add'],
    code: `
      return new Promise((resolve) => {
        const seen = [];
        const finish = (last) => { setTimeout(() => watch.close(), 0); resolve(last); };
        const watch = db.collection(names.own).where({ _openid: '{openid}' }).watch({
          onChange: ({ docChanges }) => {
            seen.push(seen.length === 0 ? 'init' : docChanges[0].dataType);
            if (seen.length === 2) finish(seen);
            else db.collection(names.own).add({ data: { n: 3 } });
          },
          onError: (error) => finish({ errCode: error.errCode }),
        });
        setTimeout(() => finish(seen), 10000);
      });`,
  },
  {
    name: '安全规则：不带条件的 watch 报错',
    expected: denied,
    code: `
      return new Promise((resolve) => {
        const finish = (last) => { setTimeout(() => watch.close(), 0); resolve(last); };
        const watch = db.collection(names.own).watch({
          onChange: () => finish('not refused'),
          onError: (error) => finish({ errCode: error.errCode }),
        });
        setTimeout(() => finish('silent'), 10000);
      });`,
  },
  {
    name: '自己写 _openid 被拒绝',
    expected: { errCode: -501007 },
    code: `return refusalOf(db.collection(names.own).add({ data: { _openid: 'somebody' } }));`,
  },
  {
    name: 'ADMINONLY：读、写都被拒绝',
    expected: [denied, denied],
    code: `
      return [
        await refusalOf(db.collection(names.closed).get()),
        await refusalOf(db.collection(names.closed).add({ data: { n: 1 } })),
      ];`,
  },
  {
    name: 'READONLY：谁都能读，能新建，改不了别人的行',
    expected: [1, 0, denied],
    code: `
      const shown = db.collection(names.shown);
      return [
        (await shown.where({ _id: 'theirs' }).get()).data.length,
        (await shown.where({ _id: 'theirs' }).update({ data: { n: 2 } })).stats.updated,
        await refusalOf(shown.doc('theirs').set({ data: { n: 2 } })),
      ];`,
  },
  {
    name: '云存储规则：uploads/ 可以上传、读、删自己的文件',
    expected: [true, 0],
    code: `
      const { fileID } = await upload('uploads/' + names.mark + '.txt');
      const [{ tempFileURL }] = (await wx.cloud.getTempFileURL({ fileList: [fileID] })).fileList;
      const [{ status }] = (await wx.cloud.deleteFile({ fileList: [fileID] })).fileList;
      return [tempFileURL !== '', status];`,
  },
  {
    name: '云存储规则：works/、private/ 和别的路径都不能上传',
    expected: [fileDenied, fileDenied, fileDenied],
    code: `
      const refusals = [];
      for (const folder of ['works/', 'private/', 'elsewhere/']) {
        refusals.push(await refusalOf(upload(folder + names.mark + '.txt')));
      }
      return refusals;`,
  },
  {
    name: '函数规则：定时与推送的函数不让手机调用',
    expected: [{ errCode: -501023 }, { errCode: -501023 }],
    code: `
      return [
        await refusalOf(wx.cloud.callFunction({ name: 'tick', data: {} })),
        await refusalOf(wx.cloud.callFunction({ name: 'push', data: {} })),
      ];`,
  },
];

/** The start of the line that the script logs. */
export const resultMark = 'CONFORMANCE';

/** A script for the console of WeChat's tools; it logs one line with what the phone observed. */
export function phoneScript(names: PhoneNames): string {
  const list = phoneCases.map(
    ({ name, code }) => `  [${JSON.stringify(name)}, async () => {${code}\n  }],`,
  );
  return `(async () => {
const names = ${JSON.stringify(names)};
const db = wx.cloud.database();
const refusalOf = (call) =>
  call.then(() => 'not refused', ({ errCode, errMsg }) => (errCode === undefined ? { errMsg } : { errCode }));
const upload = (cloudPath) => {
  const filePath = wx.env.USER_DATA_PATH + '/' + names.mark + '.txt';
  wx.getFileSystemManager().writeFileSync(filePath, 'a file of the comparison', 'utf8');
  return wx.cloud.uploadFile({ cloudPath, filePath });
};
const cases = [
${list.join('\n')}
];
const observed = [];
for (const [name, observe] of cases) {
  observed.push([name, await observe().catch((error) => ({ failed: String((error && error.errMsg) || error) }))]);
}
console.log('${resultMark} ' + JSON.stringify(observed));
})();
`;
}
