import type { StyleSegmentIndex } from 'glass-easel';

/** The framework keeps several lists of classes and styles per element; these two are free for us. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- a const enum of a package has no values under isolatedModules
export const hoverSegment = 2 as StyleSegmentIndex;
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- as above
export const wxsSegment = 3 as StyleSegmentIndex;
