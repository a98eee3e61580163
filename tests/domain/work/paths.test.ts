import { picturePath, thumbnailPath } from '../../../cloudfunctions/shared/domain/work/paths';

const pathToken = '0123456789abcdef0123456789abcdef';
const owner = { id: 'work_1', userId: 'user_1', pathToken };

describe('the path of a picture', () => {
  it('holds what was drawn at the admission', () => {
    expect(picturePath(owner, 'png')).toBe(`works/user_1/work_1-${pathToken}.png`);
  });

  it('is not told by the path of its list picture', () => {
    expect(thumbnailPath(owner)).toMatch(/^thumbnails\/user_1\/work_1-[0-9a-f]{32}\.jpg$/);
    expect(thumbnailPath(owner)).not.toContain(pathToken);
    expect(thumbnailPath(owner)).toBe(thumbnailPath({ ...owner }));
  });

  it('stays where rows of the older shape have it', () => {
    const older = { ...owner, pathToken: '' };
    expect(picturePath(older, 'webp')).toBe('works/user_1/work_1.webp');
    expect(thumbnailPath(older)).toBe('works/user_1/work_1.thumb.jpg');
  });
});
