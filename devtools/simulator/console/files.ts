import { element } from '../dom';
import { findRows, local, type CollectionInfo, type Row } from './local';
import { empty, page, type Section } from './parts';

type TemporaryUrl = { fileID: string; tempFileURL: string; status: number };

const maxFiles = 200;
const rowsPerCollection = 200;
const filesPerCall = 50;

/** The control API has no list of files: these are the ones that some row names. */
export const files: Section = {
  id: 'files',
  title: '文件',
  async open() {
    const all = await local<CollectionInfo[]>('GET', 'collections');
    const found = await Promise.all(
      all.map(({ name }) => findRows(name, { limit: rowsPerCollection })),
    );
    const ids = [...new Set(found.flatMap(({ docs }) => docs.flatMap(fileIdsIn)))].slice(
      0,
      maxFiles,
    );
    const urls: TemporaryUrl[] = [];
    for (let start = 0; start < ids.length; start += filesPerCall) {
      const { fileList } = await local<{ fileList: TemporaryUrl[] }>('POST', 'client/temp-urls', {
        fileList: ids.slice(start, start + filesPerCall),
      });
      urls.push(...fileList);
    }
    return page(
      '文件',
      '数据库里提到的云文件，点开看原图。打叉的文件不在存储里。',
      urls.length === 0 ? empty('还没有文件') : element('div', 'files', ...urls.map(fileCard)),
    );
  },
};

function fileIdsIn(row: Row): string[] {
  return [...JSON.stringify(row).matchAll(/cloud:\/\/[^"\\]+/g)].map(([id]) => id);
}

function fileCard({ fileID, tempFileURL, status }: TemporaryUrl): HTMLElement {
  const name = fileID.replace(/^cloud:\/\/[^/]+\//, '');
  if (status !== 0)
    return element(
      'div',
      'file file-missing',
      element('span', 'file-cross', '×'),
      element('span', 'hint', name),
    );
  const picture = element('img', '');
  picture.src = tempFileURL;
  picture.alt = name;
  picture.loading = 'lazy';
  const link = element('a', 'file', picture, element('span', 'hint', name));
  link.href = tempFileURL;
  link.target = '_blank';
  return link;
}
