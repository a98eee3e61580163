import { openPage } from '../../utils/navigation';
import { coverTabBar } from '../../utils/tab-bar';

/** The callback of the platform for the user's answer; its typings call it a result. */
type Answer = (answer: { event: 'agree'; buttonId: string } | { event: 'disagree' }) => void;

const buttonId = 'agree';

/** Callbacks cannot be part of the page data. */
const waiting = new Set<Answer>();

/**
 * Asks for consent when an interface needs it for the first time. The platform calls only the newest listener, so each
 * page with this component registers when it comes to the front.
 */
Component({
  /** Most visits never show the popup: without `isNeeded` it has no nodes. */
  data: { isNeeded: false, visible: false, buttonId },

  lifetimes: {
    attached() {
      this.listen();
    },
    detached() {
      coverTabBar(this, false);
    },
  },

  pageLifetimes: {
    show() {
      this.listen();
    },
  },

  observers: {
    visible(isVisible: boolean) {
      coverTabBar(this, isVisible);
    },
  },

  methods: {
    listen() {
      wx.onNeedPrivacyAuthorization((resolve) => {
        waiting.add(resolve as unknown as Answer);
        // Laid out closed first, or there would be no transition when it opens.
        this.setData({ isNeeded: true }, () => this.setData({ visible: true }));
      });
    },
    onAgree() {
      this.answer({ event: 'agree', buttonId });
    },
    onRefuse() {
      this.answer({ event: 'disagree' });
    },
    onRead() {
      openPage('/packages/account/privacy/index');
    },
    answer(answer: Parameters<Answer>[0]) {
      for (const resolve of waiting) resolve(answer);
      waiting.clear();
      this.setData({ visible: false });
    },
  },
});
