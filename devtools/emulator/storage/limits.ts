/** Most file ids in one `getTempFileURL` or `deleteFile`. */
export const maxFileIds = 50;
/** Life of a temp URL when the caller names none. */
export const defaultUrlSeconds = 7200;
/** The pages of WeChat name a day as the longest life. */
export const maxUrlSeconds = 86_400;
/** An upload has to begin within this time of its permit. */
export const uploadSeconds = 600;
export const maxPathLength = 850;
