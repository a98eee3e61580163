/** Maximum number of file ids per `getTempFileURL` or `deleteFile`. */
export const maxFileIds = 50;
/** Lifetime of a temp URL when the caller gives none. */
export const defaultUrlSeconds = 7200;
/** One day, the maximum in WeChat's documentation. */
export const maxUrlSeconds = 86_400;
/** An upload must start within this time after its permit was issued. */
export const uploadSeconds = 600;
/** Counted in UTF-8, as object storage does. */
export const maxPathBytes = 850;
