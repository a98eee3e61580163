import { barHeights } from '../../utils/bar';
import { goBack } from '../../utils/navigation';

/** The bar of pages with `navigationStyle: custom`. Heights are px: they come from the phone, not from the design. */
Component({
  properties: {
    title: { type: String, value: '' },
    hasBack: { type: Boolean, value: false },
    /** A home button in place of the back button, for pages opened from a share card. */
    hasHome: { type: Boolean, value: false },
    /** The label of a text button; its tap is an event to the page. */
    action: { type: String, value: '' },
    /**
     * The action stands in place of the back button instead of beside the title. It is the same node, so it keeps the
     * focus.
     */
    isActionFirst: { type: Boolean, value: false },
    isOverPicture: { type: Boolean, value: false },
    /** The picture has been scrolled away; the bar needs a ground because text lies below it. */
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
