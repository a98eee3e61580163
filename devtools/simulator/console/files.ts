import { element, tapTarget } from '../dom';
import { findRows, local, type CollectionInfo, type Row } from './local';
import { empty, page, type Section } from './parts';

type StoredFile = { path: string; size: number; url: string };
type Page = { total: number; files: StoredFile[] };

const pageSize = 60;
const rowsPerCollection = 500;
const maxFilesPerRequest = 50;

/** The files in storage, and file ids in rows that are missing from storage. */
export const files: Section = {
  id: 'files',
  title: '文件',
  async open() {
    const [first, missing] = await Promise.all([newest(0), missingFiles()]);
    const cards = element('div', 'files', ...missing.map(missingCard));
    const more = element('div', 'pager');
    let shown = 0;

    const show = ({ total, files: found }: Page): void => {
      cards.append(...found.map(fileCard));
      shown += found.length;
      const next = tapTarget('action', '加载更多', () => void newest(shown).then(show));
      const count = element('span', 'hint', `${shown} / ${total}`);
      more.replaceChildren(...(shown < total && found.length > 0 ? [count, next] : [count]));
    };
    show(first);
    return page(
      '文件',
      `共 ${first.total} 个文件，点击查看原图。带 × 的文件在数据库中有引用，但存储中不存在。`,
      first.total + missing.length === 0 ? empty('还没有文件') : cards,
      more,
    );
  },
};

function newest(skip: number): Promise<Page> {
  return local('GET', `files?orderBy=-at&limit=${pageSize}&skip=${skip}`);
}

/** File ids that rows refer to but storage does not have. */
async function missingFiles(): Promise<string[]> {
  const referenced = [...(await referencedFiles())];
  const missing: string[] = [];
  for (let start = 0; start < referenced.length; start += maxFilesPerRequest) {
    const { fileList } = await local<{ fileList: { fileID: string; status: number }[] }>(
      'POST',
      'client/temp-urls',
      { fileList: referenced.slice(start, start + maxFilesPerRequest) },
    );
    missing.push(...fileList.filter(({ status }) => status !== 0).map(({ fileID }) => fileID));
  }
  return missing;
}

async function referencedFiles(): Promise<Set<string>> {
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
  const caption = `${path} · ${(size / 1000).toFixed(0)} kB`;
  const link = element('a', 'file', picture, element('span', 'hint', caption));
  link.href = url;
  link.target = '_blank';
  return link;
}
