import type { StyleSegmentIndex } from 'glass-easel';

/** The framework keeps several lists of classes and styles per element; these two are free for us. */
export const hoverSegment = 2 as StyleSegmentIndex;
export const wxsSegment = 3 as StyleSegmentIndex;
