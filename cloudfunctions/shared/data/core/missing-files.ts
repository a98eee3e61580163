import { isOfThisEnvironment, wasThere } from './files';

/** Returns the ids of the given files that do not exist. */
export type MissingFiles = (fileIds: readonly string[]) => Promise<string[]>;

type TempUrls = {
  getTempFileURL(options: { fileList: string[] }): Promise<{
    fileList: { fileID: string; tempFileURL?: string; status: number; errMsg?: string }[];
  }>;
};

const filesPerCall = 50;
const callsAtOnce = 4;

/** Requests temporary URLs, fifty at a time: the storage returns none for a missing file. */
export function createMissingFiles(storage: TempUrls): MissingFiles {
  async function missingOf(fileList: string[]): Promise<string[]> {
    const answer = await storage.getTempFileURL({ fileList });
    const there = new Set(
      answer.fileList
        .filter(
          (file) => isOfThisEnvironment(file) && wasThere(file) && (file.tempFileURL ?? '') !== '',
        )
        .map(({ fileID }) => fileID),
    );
    return fileList.filter((fileId) => !there.has(fileId));
  }

  return async (fileIds) => {
    const unique = [...new Set(fileIds)];
    const calls: string[][] = [];
    for (let start = 0; start < unique.length; start += filesPerCall) {
      calls.push(unique.slice(start, start + filesPerCall));
    }
    const missing: string[] = [];
    for (let start = 0; start < calls.length; start += callsAtOnce) {
      const some = await Promise.all(calls.slice(start, start + callsAtOnce).map(missingOf));
      missing.push(...some.flat());
    }
    return missing;
  };
}
