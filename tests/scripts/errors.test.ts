import * as z from 'zod';
import { InvalidRowError, parseRow } from '../../cloudfunctions/shared/data/core/rows';
import { AppError } from '../../cloudfunctions/shared/error';
import { AdminError, explainError } from '../../scripts/admin/errors';
import { failScript } from '../../scripts/fail';

function errorOf(step: () => unknown): unknown {
  try {
    return step();
  } catch (error) {
    return error;
  }
}
const disk = (code: string, path?: string) =>
  Object.assign(new Error(`${code}: refused`), { code, path });

describe('explainError', () => {
  const malformed = errorOf(() =>
    parseRow('users', z.object({ credits: z.number() }), { _id: 'user_1' }),
  );

  it('shows an actionable sentence unchanged', () => {
    expect(explainError(new AdminError('缺少作品编号'))).toBe('缺少作品编号');
  });

  it('names a malformed row, whatever it is wrapped in', () => {
    const words =
      '记录 users/user_1 不符合数据结构（credits: Invalid input: expected number, received undefined）';
    expect(malformed).toBeInstanceOf(InvalidRowError);
    expect(explainError(malformed)).toBe(`无法完成：${words}`);
    expect(explainError(new AppError('QUOTA_UNAVAILABLE', { cause: malformed }))).toBe(
      `无法完成：QUOTA_UNAVAILABLE：${words}`,
    );
  });

  it('shows no raw ZodError', () => {
    const error = errorOf(() => z.object({ a: z.string() }).parse({}));
    expect(explainError(error)).toMatch(/^无法完成：数据不符合预期（a: [^{}[\]]*）$/);
  });

  it.each([
    ['EROFS', '文件系统只读'],
    ['ENOSPC', '磁盘已满'],
    ['EACCES', '没有权限'],
    ['EISDIR', '这是一个目录'],
  ])('says what the error %s of the disk means, and where', (code, words) => {
    const sentence = explainError(disk(code, '/data/x.json'));
    expect(sentence).toContain(`/data/x.json：${words}`);
    expect(sentence).not.toContain('\n');
  });

  it('uses the words of the SDK for everything else', () => {
    expect(explainError({ errMsg: 'collection.get:fail -501003' })).toBe(
      '无法完成：collection.get:fail -501003',
    );
    expect(explainError(null)).toBe('无法完成：null');
  });
});

describe('failScript', () => {
  const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const { exitCode } = process;
  afterEach(() => {
    told.mockClear();
    process.exitCode = exitCode;
  });
  afterAll(() => told.mockRestore());

  it('says one sentence for what the disk refuses', () => {
    failScript(disk('EROFS', '/data/docs/reliability.md'));
    expect(told.mock.calls).toEqual([
      [expect.stringMatching(/^\/data\/docs\/reliability\.md cannot be used: .*\(EROFS\)\.$/)],
    ]);
    expect(process.exitCode).toBe(1);
  });

  it.each([
    ['a bug', new Error('a bug')],
    ['a request that timed out, whose code is a number', new DOMException('', 'TimeoutError')],
  ])('shows the stack of everything else: %s', (_, error) => {
    failScript(error);
    expect(told.mock.calls).toEqual([[error]]);
  });
});
