import type {
  Plan,
  QuotaAudit,
  QuotaSources,
} from '../../../../cloudfunctions/shared/contracts/quota';
import { CloudError } from '../../../services/cloud';
import {
  activatePlan,
  adjustQuota,
  endPlan,
  explainQuota,
  getUserOverview,
  listAudits,
  listPlans,
} from '../../../services/quota';
import { confirm, explain, toast } from '../../../utils/dialog';
import { goBack } from '../../../utils/navigation';
import { createGuard } from '../../../utils/guard';
import { createPagedList } from '../../../utils/paged-list';
import type { PagedList } from '../../../utils/paged-list';
import { toText } from '../../../utils/text';
import { isoDate } from '../../../utils/time';
import { noUser, toClosed, toPerson } from '../people';
import type { ClosedPage, Person } from '../people';
import { explainReason } from '../reason';
import { createRequestIds } from '../request-ids';
import { canChange } from '../role';
import { amountName, features, isFeature } from './amounts';
import { emptyForm, toAdjustment, toFormView } from './form';
import type { Form } from './form';
import { fallbackOf, toAudits, toExplain, toTable } from './view';
import type { AuditRow, ExplainView, TableRow } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;
type PlanChange = WechatMiniprogram.CustomEvent<{ planId: string; days: number; reason: string }>;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  person: null as Person | null,
  table: [] as TableRow[],
  features,
  form: emptyForm,
  view: toFormView(emptyForm, null, 0),
  today: '',
  isSaving: false,
  notice: '',
  audits: [] as AuditRow[],
  auditState: 'loading' as 'loading' | 'ready' | 'failed',
  hasMore: false,
  sheet: '' as '' | 'explain' | 'plan',
  explanation: null as ExplainView | null,
  plans: [] as Plan[],
  canChange: false,
};

Page({
  data,

  userId: '',
  sources: [] as QuotaSources[],
  audits: null as PagedList<QuotaAudit> | null,
  newest: 0,
  isClosed: false,
  requestIds: createRequestIds(),
  changing: createGuard(),

  onLoad(query: Record<string, string | undefined>) {
    this.requestIds = createRequestIds();
    this.changing = createGuard();
    this.userId = query['userId'] ?? '';
    if (this.userId === '') {
      this.setData({ state: 'failed', closed: noUser });
      return;
    }
    // The first date to choose: an override until today ends tonight.
    this.setData({ today: isoDate(Date.now()) });
    this.audits = createPagedList<QuotaAudit>({
      read: async (cursor) => {
        const { audits: rows, nextCursor } = await listAudits(this.userId, cursor);
        return { rows, nextCursor };
      },
      id: ({ id }) => id,
      show: ({ rows, isAtEnd }) =>
        this.setData({
          auditState: 'ready',
          audits: toAudits(rows, Date.now()),
          hasMore: !isAtEnd,
        }),
      failed: (error) => this.onAuditsFailed(error),
      moreFailed: (error) => this.onAuditsFailed(error),
    });
    void this.load();
  },

  onUnload() {
    this.isClosed = true;
    this.newest += 1;
    this.audits?.clear();
  },

  async load() {
    const request = ++this.newest;
    try {
      const { user, features: sources } = await getUserOverview(this.userId);
      if (request !== this.newest) return;
      this.sources = sources;
      this.setData({
        state: 'ready',
        canChange: canChange(),
        person: toPerson(user, Date.now()),
        table: toTable(sources),
      });
      this.showForm(this.data.form);
      void this.audits?.reload();
    } catch (error) {
      if (request !== this.newest) return;
      const failure = error instanceof CloudError ? error.failure : '';
      if (this.data.state === 'ready') toast(explain(error));
      else this.setData({ state: 'failed', closed: toClosed(failure, explain(error)) });
    }
  },

  onAuditsFailed(error: unknown) {
    console.warn(explain(error));
    this.setData({ auditState: 'failed' });
  },

  source(): QuotaSources | null {
    return this.sources.find(({ feature }) => feature === this.data.form.feature) ?? null;
  },

  showForm(form: Form) {
    this.setData({ form });
    this.setData({ view: toFormView(form, this.source(), Date.now()) });
  },
  change(change: Partial<Form>) {
    this.showForm({ ...this.data.form, ...change });
  },

  onFeature({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    // Each feature has its own unit.
    if (isFeature(id)) this.change({ feature: id, value: '' });
  },
  onValue(event: WechatMiniprogram.Input) {
    this.change({ value: event.detail.value });
  },
  onReason(event: WechatMiniprogram.Input) {
    this.change({ reason: event.detail.value });
  },
  onDate(event: WechatMiniprogram.PickerChange) {
    this.change({ date: String(event.detail.value) });
  },
  onForever() {
    this.change({ date: '' });
  },

  onSave() {
    const adjustment = toAdjustment(this.userId, this.data.form);
    if (adjustment === null) {
      toast(this.data.view.saveLabel.replace('保存，', ''));
      return;
    }
    void this.changing.run(() => this.save(adjustment));
  },

  onRemove() {
    void this.changing.run(() => this.removeOverride());
  },

  async removeOverride() {
    // The table may be out of date: another admin may have set an override.
    if (this.source()?.overrideLimit == null) await this.load();
    const state = this.source();
    if (state?.overrideLimit == null) return;
    const reason = toText(this.data.form.reason);
    const problem = explainReason(reason);
    if (problem !== '') {
      toast(problem);
      return;
    }
    const { feature } = state;
    const isSure = await confirm({
      title: '取消覆盖？',
      content: `取消后恢复为 ${amountName(feature, fallbackOf(state))}，立即生效`,
      confirmText: '取消覆盖',
      isDangerous: true,
    });
    if (isSure) await this.save({ userId: this.userId, feature, value: null, reason });
  },

  save(adjustment: Omit<Parameters<typeof adjustQuota>[0], 'requestId'>) {
    const requestId = this.requestIds.of(adjustment);
    return this.apply(async () => {
      const { effectiveAfter, isSynced, feature } = await adjustQuota({ ...adjustment, requestId });
      this.showForm({ ...emptyForm, feature });
      return { done: `已生效，现在是 ${amountName(feature, effectiveAfter)}`, isSynced };
    });
  },

  onPlan({ detail }: PlanChange) {
    const { userId } = this;
    const change = { userId, ...detail };
    const requestId = this.requestIds.of(change);
    void this.changing.run(() =>
      this.apply(async () => {
        const { isSynced } = await activatePlan({ ...change, requestId });
        return { done: '已开通，立即生效', isSynced };
      }),
    );
  },
  onEndPlan({ detail: { reason } }: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const change = { userId: this.userId, reason };
    const requestId = this.requestIds.of(change);
    void this.changing.run(() =>
      this.apply(async () => {
        const { isSynced } = await endPlan({ ...change, requestId });
        return { done: '会员已结束', isSynced };
      }),
    );
  },

  /** A change is in force as soon as the cloud replies; the page is read again then. */
  async apply(run: () => Promise<{ done: string; isSynced: boolean }>) {
    this.setData({ isSaving: true, notice: '' });
    try {
      const { done, isSynced } = await run();
      this.requestIds.done();
      this.setData({ sheet: '' });
      toast(done);
      if (!isSynced) this.setData({ notice: '已生效，对方打开的页面稍后更新' });
      await this.load();
    } catch (error) {
      toast(explain(error));
    } finally {
      this.setData({ isSaving: false });
    }
  },

  async onExplain(event: Tap) {
    const { id } = event.currentTarget.dataset;
    if (!isFeature(id)) return;
    try {
      const request = this.newest;
      const explanation = toExplain(await explainQuota(this.userId, id), Date.now());
      if (request !== this.newest) return;
      this.setData({ explanation }, () => this.setData({ sheet: 'explain' }));
    } catch (error) {
      toast(explain(error));
    }
  },
  async onMembership() {
    try {
      // The sheet offers to extend or to end by the current level, which may be out of date on the page.
      const [{ plans }] = await Promise.all([listPlans(), this.load()]);
      if (this.isClosed) return;
      const offered = plans.filter(({ level }) => level !== 'free');
      this.setData({ plans: offered }, () => this.setData({ sheet: 'plan' }));
    } catch (error) {
      toast(explain(error));
    }
  },
  onCloseSheet() {
    this.setData({ sheet: '' });
  },

  onAnother() {
    goBack();
  },
  onReachBottom() {
    void this.audits?.more();
  },
  onRetryAudits() {
    this.setData({ auditState: 'loading' });
    void this.audits?.reload();
  },
  onPrimary() {
    const way = this.data.closed?.primary;
    if (way === '返回') goBack();
    else if (way === '选择用户') void wx.redirectTo({ url: '/packages/admin/users/index' });
    else {
      this.setData({ state: 'loading' });
      void this.load();
    }
  },
});
