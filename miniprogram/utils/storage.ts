/** The stored value, or null. Older versions may have written it, so it is checked. */
export function readStored<Value>(
  key: string,
  isValue: (value: unknown) => value is Value,
): Value | null {
  const value: unknown = wx.getStorageSync(key);
  return isValue(value) ? value : null;
}
