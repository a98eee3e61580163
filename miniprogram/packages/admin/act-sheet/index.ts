import { toast } from '../../../utils/dialog';
import { toText } from '../../../utils/text';
import { explainReason, toReasonCount } from '../reason';

/** A sheet that says what an action does before it is done, and asks for the reason. The slot is for further fields. */
Component({
  properties: {
    visible: { type: Boolean, value: false },
    title: { type: String, value: '' },
    /** What the action would do. */
    effect: { type: String, value: '' },
    act: { type: String, value: '' },
    /** Why it cannot be done yet; empty when only the reason is missing. */
    problem: { type: String, value: '' },
    isDangerous: { type: Boolean, value: false },
    isActing: { type: Boolean, value: false },
  },

  data: { reason: '', reasonCount: '0/100', isReasonOver: false, blocked: '先填原因' },

  observers: {
    'visible, title'() {
      this.typed('');
    },
    problem() {
      this.typed(this.data.reason);
    },
  },

  methods: {
    typed(reason: string) {
      const blocked = this.data.problem || explainReason(reason);
      this.setData({ reason, blocked, ...toReasonCount(reason) });
    },
    onReason(event: WechatMiniprogram.Input) {
      this.typed(event.detail.value);
    },
    onAct() {
      const { blocked, reason, isActing } = this.data;
      if (isActing) return;
      if (blocked === '') this.triggerEvent('act', { reason: toText(reason) });
      else toast(blocked);
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
