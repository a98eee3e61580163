import { closedShare } from '../share-desk';

/** Says what is shared, and with whom, before the card is sent. */
Component({
  properties: {
    view: { type: Object, value: closedShare },
    hasPrompt: { type: Boolean, value: true },
  },

  methods: {
    onToggle() {
      this.triggerEvent('choose', { withPrompt: !this.data.view.withPrompt });
    },
    onRetry() {
      this.triggerEvent('retry');
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
