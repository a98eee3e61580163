import { picturePath, thumbnailPath } from '../../../cloudfunctions/shared/domain/work/paths';

const pathToken = '0123456789abcdef0123456789abcdef';
const owner = { id: 'work_1', userId: 'user_1', pathToken, type: 'text2img' } as const;

describe('the path of a picture', () => {
  it('holds the token of the admission', () => {
    expect(picturePath(owner, 'png')).toBe(`works/user_1/work_1-${pathToken}.png`);
  });

  it('cannot be derived from the path of its list picture', () => {
    expect(thumbnailPath(owner)).toMatch(/^thumbnails\/user_1\/work_1-[0-9a-f]{32}\.jpg$/);
    expect(thumbnailPath(owner)).not.toContain(pathToken);
    expect(thumbnailPath(owner)).toBe(thumbnailPath({ ...owner }));
  });

  it('is in a private folder when it shows a person', () => {
    const fitting = { ...owner, type: 'fitting' } as const;
    expect(picturePath(fitting, 'png')).toBe(`private/works/user_1/work_1-${pathToken}.png`);
    expect(thumbnailPath(fitting)).toMatch(/^private\/thumbnails\/user_1\//);
  });

  it('is the former one for rows of the older shape', () => {
    const older = { ...owner, pathToken: '' };
    expect(picturePath(older, 'webp')).toBe('works/user_1/work_1.webp');
    expect(thumbnailPath(older)).toBe('works/user_1/work_1.thumb.jpg');
  });
});
