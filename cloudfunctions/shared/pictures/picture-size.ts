export type PictureSize = { width: number; height: number };
