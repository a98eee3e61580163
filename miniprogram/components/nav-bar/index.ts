import { goBack } from '../../utils/navigation';

/** The bar of pages with `navigationStyle: custom`. Heights are px: they come from the phone, not from the design. */
Component({
  properties: {
    title: { type: String, value: '' },
    hasBack: { type: Boolean, value: false },
    /** In the place of back, where a card opens the app. */
    hasHome: { type: Boolean, value: false },
    isOverPicture: { type: Boolean, value: false },
  },

  data: { statusHeight: 0, barHeight: 44, reservedWidth: 0 },

  lifetimes: {
    attached() {
      const { statusBarHeight, windowWidth } = wx.getWindowInfo();
      const capsule = wx.getMenuButtonBoundingClientRect();
      this.setData({
        statusHeight: statusBarHeight,
        // The capsule stands in the middle of the bar.
        barHeight: capsule.height + 2 * (capsule.top - statusBarHeight),
        reservedWidth: windowWidth - capsule.left + 8,
      });
    },
  },

  methods: {
    onBack() {
      goBack();
    },
    onHome() {
      void wx.switchTab({ url: '/pages/create/index' });
    },
  },
});
