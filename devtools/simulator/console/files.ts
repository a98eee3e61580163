import { element } from '../dom';
import { findRows, local, type CollectionInfo, type Row } from './local';
import { empty, page, type Section } from './parts';

type StoredFile = { fileID: string; path: string; size: number; url: string };

const maxFiles = 300;
const rowsPerCollection = 500;

/** What lies in storage, and beside it what rows name but storage does not have. */
export const files: Section = {
  id: 'files',
  title: '文件',
  async open() {
    const [stored, named] = await Promise.all([local<StoredFile[]>('GET', 'files'), namedFiles()]);
    const known = new Set(stored.map(({ fileID }) => fileID));
    const missing = [...named].filter((id) => !known.has(id));
    const newest = stored.slice(-maxFiles).reverse();
    const cards = [...missing.map(missingCard), ...newest.map(fileCard)];
    return page(
      '文件',
      `存储里共 ${stored.length} 个文件，点开看原图。打叉的是数据库提到、存储里却没有的文件。`,
      cards.length === 0 ? empty('还没有文件') : element('div', 'files', ...cards),
    );
  },
};

async function namedFiles(): Promise<Set<string>> {
  const all = await local<CollectionInfo[]>('GET', 'collections');
  const found = await Promise.all(
    all.map(({ name }) => findRows(name, { limit: rowsPerCollection })),
  );
  return new Set(found.flatMap(({ docs }) => docs.flatMap(fileIdsIn)));
}

function fileIdsIn(row: Row): string[] {
  return [...JSON.stringify(row).matchAll(/cloud:\/\/[^"\\]+/g)].map(([id]) => id);
}

function missingCard(fileID: string): HTMLElement {
  const name = fileID.replace(/^cloud:\/\/[^/]+\//, '');
  return element(
    'div',
    'file file-missing',
    element('span', 'file-cross', '×'),
    element('span', 'hint', name),
  );
}

function fileCard({ path, size, url }: StoredFile): HTMLElement {
  const picture = element('img', '');
  picture.src = url;
  picture.alt = path;
  picture.loading = 'lazy';
  const words = `${path} · ${(size / 1000).toFixed(0)} kB`;
  const link = element('a', 'file', picture, element('span', 'hint', words));
  link.href = url;
  link.target = '_blank';
  return link;
}
