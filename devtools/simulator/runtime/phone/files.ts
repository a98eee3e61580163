type StoredFile = { blob: Blob; address: string };

const files = new Map<string, StoredFile>();
let count = 0;

/** The folder for the user's data, in which files keep their names. */
export const userDataPath = 'wxfile://usr';

/** Files that exist as long as this tab: chosen pictures, downloads and files written by the app. */
export const phoneFiles = {
  /** Stores a file under a new temporary path. */
  add(blob: Blob, extension = extensionOf(blob.type)): string {
    count += 1;
    const path = `wxfile://tmp_${Date.now().toString(36)}${count}.${extension}`;
    return phoneFiles.write(path, blob);
  },

  write(path: string, blob: Blob): string {
    phoneFiles.remove(path);
    files.set(path, { blob, address: URL.createObjectURL(blob) });
    return path;
  },

  read: (path: string): Blob | undefined => files.get(path)?.blob,

  /** A URL that `<img>` can show. */
  address: (path: string): string | undefined => files.get(path)?.address,

  remove(path: string): boolean {
    const file = files.get(path);
    if (file !== undefined) URL.revokeObjectURL(file.address);
    return files.delete(path);
  },

  list: (): string[] => [...files.keys()],
};

export function isPhoneFile(path: string): boolean {
  return path.startsWith('wxfile://');
}

export function extensionOf(type: string): string {
  const name = type.split('/')[1]?.split(/[+;]/)[0] ?? 'bin';
  return name === 'jpeg' ? 'jpg' : name;
}
