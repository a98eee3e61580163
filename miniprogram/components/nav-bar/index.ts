import { barHeights } from '../../utils/bar';
import { goBack } from '../../utils/navigation';

/** The bar of pages with `navigationStyle: custom`. Heights are px: they come from the phone, not from the design. */
Component({
  properties: {
    title: { type: String, value: '' },
    hasBack: { type: Boolean, value: false },
    /** In the place of back, where a card opens the app. */
    hasHome: { type: Boolean, value: false },
    /** Words that the page answers. */
    action: { type: String, value: '' },
    /** In the place of back, or beside the title. It is one control in both: the focus stays on it. */
    isActionFirst: { type: Boolean, value: false },
    isOverPicture: { type: Boolean, value: false },
    /** The picture has been scrolled away: what lies below is text. */
    isSolid: { type: Boolean, value: false },
  },

  data: { statusHeight: 0, barHeight: 44, reservedWidth: 0 },

  lifetimes: {
    attached() {
      this.setData(barHeights());
    },
  },

  methods: {
    onBack() {
      goBack();
    },
    onAction() {
      this.triggerEvent('action');
    },
    onHome() {
      void wx.switchTab({ url: '/pages/create/index' });
    },
  },
});
