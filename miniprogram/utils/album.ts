export type SaveResult = 'saved' | 'denied' | 'cancelled' | 'failed';

/** Saves the file of the cloud unchanged: encoding it again would strip the AI label from its metadata. */
export async function saveToAlbum(fileId: string): Promise<SaveResult> {
  try {
    const { tempFilePath } = await wx.cloud.downloadFile({ fileID: fileId });
    await wx.saveImageToPhotosAlbum({ filePath: tempFilePath });
    return 'saved';
  } catch (error) {
    const text = errorText(error);
    console.warn('picture not saved', text);
    return toResult(text);
  }
}

/** iOS, Android and PC word the same outcome differently. */
export function toResult(text: string): SaveResult {
  if (/cancel/i.test(text)) return 'cancelled';
  if (/auth(orize)?[ :]*(deny|denied)|no auth|authorize no response/i.test(text)) return 'denied';
  if (/privacy permission/i.test(text)) return 'cancelled';
  return 'failed';
}

function errorText(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'errMsg' in error) return String(error.errMsg);
  return String(error);
}

/** A temporary address of a cloud file, for a share card; undefined when there is none. */
export async function shareAddress(fileId: string): Promise<string | undefined> {
  try {
    const { fileList } = await wx.cloud.getTempFileURL({ fileList: [fileId] });
    return fileList[0]?.tempFileURL;
  } catch (error) {
    console.warn('no address for the share card', errorText(error));
    return undefined;
  }
}

/** Saves a picture and shows the outcome; without the permission it offers the settings. */
export async function savePicture(fileId: string): Promise<void> {
  const result = await saveToAlbum(fileId);
  if (result === 'saved') void wx.showToast({ title: '已保存到相册', icon: 'success' });
  if (result === 'failed') void wx.showToast({ title: '保存失败，请重试', icon: 'none' });
  if (result === 'denied') await offerSettings();
}

/** Saves several, one after another. Answers whether all of them are in the album. */
export async function savePictures(fileIds: string[]): Promise<boolean> {
  let saved = 0;
  for (const [index, fileId] of fileIds.entries()) {
    void wx.showLoading({ title: `正在保存 ${index + 1}/${fileIds.length}`, mask: true });
    const result = await saveToAlbum(fileId);
    if (result === 'saved') saved += 1;
    if (result !== 'denied' && result !== 'cancelled') continue;
    void wx.hideLoading();
    if (result === 'denied') await offerSettings();
    return false;
  }
  void wx.hideLoading();
  const missing = fileIds.length - saved;
  const title =
    missing === 0 ? `已保存 ${saved} 张到相册` : `已保存 ${saved} 张，${missing} 张没有成功`;
  void wx.showToast({ title, icon: 'none' });
  return missing === 0;
}

async function offerSettings(): Promise<void> {
  const { confirm } = await wx.showModal({
    title: '没有相册权限',
    content: '请在设置里打开「添加到相册」，再保存一次',
    confirmText: '去设置',
    cancelText: '取消',
  });
  if (confirm) void wx.openSetting();
}
