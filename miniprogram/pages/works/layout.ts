import { barHeights } from '../../utils/bar';
import { columnCount } from '../../utils/columns';
import { toGeometry } from './visible-days';

/** The height of search and tabs, which stay on the screen. */
const headRpx = 192;

/** The layout for the width and the bars of this phone; lengths in px. */
export function readLayout() {
  const info = wx.getWindowInfo();
  const { statusHeight, barHeight } = barHeights();
  const top = statusHeight + barHeight;
  const headBottom = top + (headRpx * info.windowWidth) / 750;
  const columns = columnCount(info.windowWidth);
  return {
    columnCount: columns,
    geometry: toGeometry(info, columns, headBottom),
    heights: { barHeight: top, headBottom },
  };
}
