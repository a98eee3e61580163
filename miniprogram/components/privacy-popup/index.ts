/** What the platform hands over to be called with the user's answer; its typings call it a result. */
type Answer = (answer: { event: 'agree'; buttonId: string } | { event: 'disagree' }) => void;

const buttonId = 'agree';

/** Answers are kept outside the data: a function cannot be rendered. */
const waiting = new Set<Answer>();

/**
 * Asks for consent when an interface needs it the first time. Only the newest listener of the app hears of it, so
 * each page that shows this component registers when it comes to the front.
 */
Component({
  /** `isNeeded` keeps the popup, which most visits never see, out of the page until it is asked for. */
  data: { isNeeded: false, visible: false, buttonId },

  lifetimes: {
    attached() {
      this.listen();
    },
  },

  pageLifetimes: {
    show() {
      this.listen();
    },
  },

  methods: {
    listen() {
      wx.onNeedPrivacyAuthorization((resolve) => {
        waiting.add(resolve as unknown as Answer);
        // It is laid out first, so that it can come in from below.
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
      void wx.navigateTo({ url: '/packages/account/privacy/index' });
    },
    answer(answer: Parameters<Answer>[0]) {
      for (const resolve of waiting) resolve(answer);
      waiting.clear();
      this.setData({ visible: false });
    },
  },
});
