import { element, tapTarget } from '../dom';
import { act, page, type Section } from './parts';

/** Exports and imports the whole state of the local cloud as one file. */
export const transfer: Section = {
  id: 'transfer',
  title: '导出导入',
  open: () => {
    const file = element('input', 'field');
    file.type = 'file';
    file.accept = '.json,application/json';
    file.setAttribute('aria-label', '要导入的文件');
    return Promise.resolve(
      page(
        '导出导入',
        '数据库、文件、发件箱和时钟在一个可读的文件里。导入会替换现在的全部数据。',
        element(
          'div',
          'bar',
          tapTarget('action action-primary', '导出', () => void act(save, '已导出')),
        ),
        element(
          'div',
          'bar',
          file,
          tapTarget('action action-danger', '导入并替换', () => {
            const [chosen] = file.files ?? [];
            if (chosen !== undefined) void act(() => load(chosen), '已导入');
          }),
        ),
      ),
    );
  },
};

async function save(): Promise<void> {
  const response = await fetch('/local/export');
  if (!response.ok) throw new Error(response.statusText);
  const link = element('a', '');
  link.href = URL.createObjectURL(await response.blob());
  link.download = 'local-cloud.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

async function load(file: File): Promise<void> {
  const response = await fetch('/local/import', { method: 'POST', body: file });
  if (response.ok) return;
  const reply = (await response.json()) as { error?: { message?: string } };
  throw new Error(reply.error?.message ?? response.statusText);
}
