/** File ids per `getTempFileURL` or `deleteFile`. */
export const maxFileIds = 50;
/** Life of a temp URL when the caller names none. */
export const defaultUrlSeconds = 7200;
/** A day: the longest life that WeChat's documentation names. */
export const maxUrlSeconds = 86_400;
/** An upload has to begin within this time after its permit. */
export const uploadSeconds = 600;
/** Of a path in UTF-8, as object storage counts. */
export const maxPathBytes = 850;
