import { resolvePicture } from '../phone/pictures';
import { currentPage } from '../router/navigation';

/** A browser canvas with the methods that a canvas node has on a phone. */
export function createCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  return Object.assign(canvas, {
    createImage,
    createImageData: (...sizes: [number, number]) => new ImageData(...sizes),
    createPath2D: (path?: Path2D | string) => new Path2D(path),
    requestAnimationFrame: (run: FrameRequestCallback) => requestAnimationFrame(run),
    cancelAnimationFrame: (id: number) => cancelAnimationFrame(id),
  });
}

/** `wx.createOffscreenCanvas` in its current signature, the only one that can create a 2d canvas. */
export function createOffscreenCanvas({
  width = 300,
  height = 150,
}: { type?: string; width?: number; height?: number } = {}): HTMLCanvasElement {
  return Object.assign(createCanvas(), { width, height });
}

/** An image whose `src` may be a file of the package, of the phone or of the cloud. */
function createImage(): HTMLImageElement {
  const image = new Image();
  let source = '';
  const show = (address: string): void => image.setAttribute('src', address);
  Object.defineProperty(image, 'src', {
    get: () => source,
    set(next: string) {
      source = next;
      resolvePicture(next, currentPage()?.route ?? '').then(show, (reason: unknown) => {
        console.error('[simulator] canvas image:', reason);
        image.dispatchEvent(new Event('error'));
      });
    },
  });
  return image;
}
