import { phoneFiles, isPhoneFile } from '../phone/files';
import { pickFiles } from '../phone/file-picker';
import { viewPictures } from '../phone/picture-viewer';
import { isSystemDenied, requestPermission } from '../phone/permissions';
import { privacy } from '../phone/privacy';
import { resolvePicture } from '../phone/pictures';
import { chooseAction } from '../phone/sheets';
import { currentPage } from '../router/navigation';
import { api, ApiFailure } from './api';

const privacyFailure = { errno: 104 };

/** Pictures of the album and of the app. */
export const mediaApis = {
  chooseMedia: api(
    'chooseMedia',
    async ({
      count = 9,
      sourceType = ['album', 'camera'],
    }: {
      count?: number;
      sourceType?: string[];
    }) => {
      const files = await choose('chooseMedia', count, sourceType);
      const tempFiles = await Promise.all(
        files.map(async (file) => {
          const { width, height } = await measure(file);
          return {
            tempFilePath: phoneFiles.add(file),
            size: file.size,
            fileType: 'image',
            width,
            height,
          };
        }),
      );
      return { tempFiles, type: 'image' };
    },
  ),

  chooseImage: api(
    'chooseImage',
    async ({
      count = 9,
      sourceType = ['album', 'camera'],
    }: {
      count?: number;
      sourceType?: string[];
    }) => {
      const files = await choose('chooseImage', count, sourceType);
      const tempFiles = files.map((file) => ({ path: phoneFiles.add(file), size: file.size }));
      return { tempFiles, tempFilePaths: tempFiles.map(({ path }) => path) };
    },
  ),

  getImageInfo: api('getImageInfo', async ({ src }: { src: string }) => {
    const blob = await readPicture(src);
    const { width, height } = await measure(blob);
    const path = isPhoneFile(src) ? src : phoneFiles.add(blob);
    return { width, height, path, orientation: 'up', type: blob.type.split('/')[1] ?? 'unknown' };
  }),

  compressImage: api(
    'compressImage',
    async ({
      src,
      quality = 80,
      compressedWidth,
    }: {
      src: string;
      quality?: number;
      compressedWidth?: number;
    }) => {
      const blob = await readPicture(src);
      const bitmap = await createImageBitmap(blob);
      const width = Math.min(compressedWidth ?? bitmap.width, bitmap.width);
      const canvas = new OffscreenCanvas(width, Math.round((bitmap.height * width) / bitmap.width));
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return {
        tempFilePath: phoneFiles.add(
          await canvas.convertToBlob({ type: 'image/jpeg', quality: quality / 100 }),
        ),
      };
    },
  ),

  previewImage: api(
    'previewImage',
    async ({ urls, current }: { urls: string[]; current?: string | number }) => {
      const index =
        typeof current === 'number' ? current : Math.max(0, urls.indexOf(current ?? ''));
      await viewPictures(
        urls.map((url) => resolvePicture(url, importer())),
        index,
      );
    },
  ),
  previewMedia: api(
    'previewMedia',
    async ({ sources, current = 0 }: { sources: { url: string }[]; current?: number }) => {
      await viewPictures(
        sources.map(({ url }) => resolvePicture(url, importer())),
        current,
      );
    },
  ),

  saveImageToPhotosAlbum: api(
    'saveImageToPhotosAlbum',
    async ({ filePath }: { filePath: string }) => {
      if (!(await privacy.request('saveImageToPhotosAlbum')))
        throw new ApiFailure('privacy permission is not authorized', privacyFailure);
      if (/^(https?|cloud):\/\//.test(filePath))
        throw new ApiFailure('file not found: only local paths can be saved');
      if (!(await requestPermission('scope.writePhotosAlbum'))) throw new ApiFailure('auth deny');
      const blob = await readPicture(filePath);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = filePath.split('/').at(-1) ?? 'picture';
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
  ),
};

async function choose(name: string, count: number, sources: string[]): Promise<File[]> {
  if (!(await privacy.request(name)))
    throw new ApiFailure('privacy permission is not authorized', privacyFailure);
  let fromCamera = !sources.includes('album');
  if (sources.length > 1) {
    const index = await chooseAction(['拍摄', '从手机相册选择']);
    if (index === undefined) throw new ApiFailure('cancel');
    fromCamera = index === 0;
  }
  if (isSystemDenied(fromCamera ? 'camera' : 'album'))
    throw new ApiFailure('system permission denied');
  const files = await pickFiles('image/*', fromCamera ? 1 : count, fromCamera);
  if (files.length === 0) throw new ApiFailure('cancel');
  return files;
}

async function readPicture(path: string): Promise<Blob> {
  if (isPhoneFile(path)) {
    const blob = phoneFiles.read(path);
    if (blob === undefined) throw new ApiFailure(`file doesn't exist ${path}`);
    return blob;
  }
  const response = await fetch(await resolvePicture(path, importer()));
  if (!response.ok) throw new ApiFailure(`${path}: ${response.status}`);
  return response.blob();
}

async function measure(blob: Blob): Promise<{ width: number; height: number }> {
  const bitmap = await createImageBitmap(blob).catch(() => undefined);
  if (bitmap === undefined) throw new ApiFailure('the file is not a picture');
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

function importer(): string {
  return currentPage()?.route ?? '';
}
