import { refusalOf } from '../case';
import type { Case, World } from '../case';

const content = Buffer.from('a file of the comparison');

export const serviceCases: Case[] = [
  {
    name: '云存储：上传、下载、临时地址、删除',
    expected: { isFileId: true, isSame: true, address: [0, true], removed: 0 },
    async observe(world) {
      const fileID = await upload(world);
      const { fileContent } = await world.sdk.downloadFile({ fileID });
      const [address] = (await world.sdk.getTempFileURL({ fileList: [fileID] })).fileList;
      const [removed] = (await world.sdk.deleteFile({ fileList: [fileID] })).fileList;
      return {
        isFileId: /^cloud:\/\/[\w-]+\.[\w-]+\//.test(fileID),
        isSame: content.equals(fileContent),
        address: [address?.status, (address?.tempFileURL ?? '') !== ''],
        removed: removed?.status,
      };
    },
  },
  {
    name: '云存储：没有的文件',
    expected: {
      download: { errCode: -1, says: 'STORAGE_FILE_NONEXIST' },
      address: [-503003, 'storage file not exists'],
      removed: [-503003, 'storage file not exists'],
    },
    async observe(world) {
      const { sdk } = world;
      const standing = await upload(world);
      await sdk.deleteFile({ fileList: [standing] });
      const fileID = standing.replace(/[^/]+$/, 'nothing.bin');
      const [address] = (await sdk.getTempFileURL({ fileList: [fileID] })).fileList;
      const [removed] = (await sdk.deleteFile({ fileList: [fileID] })).fileList;
      return {
        download: await refusalOf(sdk.downloadFile({ fileID }), 'STORAGE_FILE_NONEXIST'),
        address: [address?.status, address?.errMsg],
        removed: [removed?.status, removed?.errMsg],
      };
    },
  },
  {
    name: '云函数：调用没有的函数',
    expected: { errCode: -1, says: 'FUNCTION_NOT_FOUND' },
    observe: ({ sdk }) =>
      refusalOf(sdk.callFunction({ name: 'conformance_nothing', data: {} }), 'FUNCTION_NOT_FOUND'),
  },
];

async function upload({ sdk, pathOf }: World): Promise<string> {
  const input = { cloudPath: pathOf('file.bin'), fileContent: content };
  return (await sdk.uploadFile(input)).fileID;
}
