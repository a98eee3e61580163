import type { Plan } from '../../../../cloudfunctions/shared/contracts/quota';
import { toText } from '../../../utils/text';
import { toPlanSheet } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

/** Activates, extends or ends a membership. The events are `activate`, `end` and `close`. */
Component({
  properties: {
    visible: { type: Boolean, value: false },
    plans: { type: Array, value: [] as Plan[] },
    /** The level in force. */
    level: { type: String, value: 'free' },
    isSaving: { type: Boolean, value: false },
  },

  data: {
    chosen: '',
    days: '',
    reason: '',
    view: toPlanSheet([], 'free', '', '', ''),
  },

  observers: {
    visible(isVisible: boolean) {
      if (!isVisible) return;
      const plans = this.data.plans;
      const own = plans.find(({ level }) => level === this.data.level) ?? plans[0];
      this.setData({ chosen: own?.planId ?? '', days: String(own?.days ?? ''), reason: '' });
    },
    'plans, level, chosen, days, reason'(
      plans: Plan[],
      level: string,
      chosen: string,
      days: string,
      reason: string,
    ) {
      this.setData({ view: toPlanSheet(plans, level, chosen, days, reason) });
    },
  },

  methods: {
    onChoose(event: Tap) {
      const { id } = event.currentTarget.dataset;
      const plan = this.data.plans.find(({ planId }) => planId === id);
      this.setData({ chosen: id, days: String(plan?.days ?? this.data.days) });
    },
    onDays(event: WechatMiniprogram.Input) {
      this.setData({ days: event.detail.value });
    },
    onReason(event: WechatMiniprogram.Input) {
      this.setData({ reason: event.detail.value });
    },
    onActivate() {
      const { chosen, days, reason, view, isSaving } = this.data;
      if (!view.canActivate || isSaving) return;
      const detail = { planId: chosen, days: Number(days), reason: toText(reason) };
      this.triggerEvent('activate', detail);
    },
    onEnd() {
      const { reason, view, isSaving } = this.data;
      if (view.canEnd && !isSaving) this.triggerEvent('end', { reason: toText(reason) });
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
