import { sizeProblem } from '../../../cloudfunctions/shared/providers/zhipu/size';

describe('sizeProblem', () => {
  it.each([
    ['cogview-4-250304', '1024x1024'],
    ['cogview-4-250304', '864x1152'],
    ['cogview-4-250304', '512x2048'],
    ['cogview-4-250304', '1024x2048'],
    ['glm-image', '1280x1280'],
    ['glm-image', '2048x2048'],
    // A recommended size, although it is below the documented minimum for custom sizes.
    ['glm-image', '1728x960'],
  ])('of %s has none with %s', (model, size) => {
    expect(sizeProblem(model, size)).toBeNull();
  });

  it.each([
    ['cogview-4-250304', '2048x2048'],
    ['cogview-4-250304', '496x1024'],
    ['cogview-4-250304', '1000x1000'],
    ['cogview-4-250304', '1024×1024'],
    ['cogview-4-250304', '-512x512'],
    ['glm-image', '1024x1040'],
    ['glm-image', '768x1344'],
    ['glm-image', '2080x1024'],
  ])('of %s has one with %s', (model, size) => {
    expect(sizeProblem(model, size)).not.toBeNull();
  });
});
