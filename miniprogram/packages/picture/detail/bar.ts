import { barHeights } from '../../../utils/bar';

/** The picture takes at most this share of the screen: `max-height` of the stage. */
const maxPart = 0.62;

export type Bar = ReturnType<typeof createBar>;

/** The bar is transparent over the picture, and solid once the picture is scrolled away and text lies below. */
export function createBar(show: (isSolid: boolean) => void) {
  let isSolid = false;

  const paint = () => {
    const isDark = wx.getAppBaseInfo().theme === 'dark';
    void wx.setNavigationBarColor({
      frontColor: isSolid && !isDark ? '#000000' : '#ffffff',
      backgroundColor: '#000000',
    });
  };

  return {
    /** Sets the colour of the clock and the status icons. */
    paint,

    scrolled(scrollTop: number, heightPercent: number) {
      const { windowWidth, windowHeight } = wx.getWindowInfo();
      const { statusHeight, barHeight } = barHeights();
      const picture = Math.min((windowWidth * heightPercent) / 100, windowHeight * maxPart);
      const isBelow = scrollTop > picture - statusHeight - barHeight;
      if (isBelow === isSolid) return;
      isSolid = isBelow;
      show(isSolid);
      paint();
    },
  };
}
