/** The sentence to show for a failed call. Errors that are not a CloudError are bugs: they are logged. */
export function explain(error: unknown): string {
  if (error instanceof Error && error.name === 'CloudError') return error.message;
  console.error(error);
  return '出了点问题，请稍后再试';
}

export function toast(title: string): void {
  void wx.showToast({ title, icon: 'none' });
}

export async function confirm(options: {
  title: string;
  content: string;
  confirmText: string;
  isDangerous?: boolean;
}): Promise<boolean> {
  const { confirm: isConfirmed } = await wx.showModal({
    title: options.title,
    content: options.content,
    confirmText: options.confirmText,
    cancelText: '取消',
    ...(options.isDangerous && { confirmColor: dangerColor() }),
  });
  return isConfirmed;
}

/** WeChat's dialog takes no CSS variable: these are `err` of the tokens, for light and dark. */
function dangerColor(): string {
  return wx.getAppBaseInfo().theme === 'dark' ? '#F08A7A' : '#B83A2B';
}

/** Asks for a line of text; null when the dialog was cancelled. */
export async function askText(title: string, value: string, hint: string): Promise<string | null> {
  const answer = await wx.showModal({
    title,
    content: value,
    editable: true,
    placeholderText: hint,
    confirmText: '保存',
    cancelText: '取消',
  });
  return answer.confirm ? answer.content.trim() : null;
}

export async function copyText(text: string, done: string): Promise<void> {
  try {
    await wx.setClipboardData({ data: text });
    // Replaces the default toast of WeChat, which does not say what was copied.
    toast(done);
  } catch (error) {
    console.warn('not copied', error);
    toast('复制失败');
  }
}
