import type { Model, ModelSettings } from '../../../../cloudfunctions/shared/contracts/provider';
import { CloudError } from '../../../services/cloud';
import { delay } from '../../../services/delay';
import { createRequestId } from '../../../services/request-id';
import { explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { goBack } from '../../../utils/navigation';
import { afterFailure } from '../failed';
import type { ClosedPage } from '../people';
import { createRequestIds } from '../request-ids';
import { canChange } from '../role';
import { getProvider, saveProvider, testProvider, undoProvider } from '../service';
import { steppers, toModelView, toSaveView, toShares } from './view';
import type { ModelView, SaveView, Share } from './view';

type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;
type Step = WechatMiniprogram.CustomEvent<{ value: number }, never, { id: string }>;

/** The poll interval of a running test. */
const askMs = 3_000;

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  closed: null as ClosedPage | null,
  notice: '',
  view: null as ModelView | null,
  steppers,
  settings: null as ModelSettings | null,
  shares: [] as Share[],
  save: { canSave: false, label: '', effect: '' } as SaveView,
  canChange: false,
  isSaving: false,
  isTesting: false,
};

Page({
  data,

  configId: '',
  model: null as Model | null,
  rivals: [] as Model[],
  newest: 0,
  requestIds: createRequestIds(),
  /** The running test; it is polled until it ends. */
  testId: '',
  changing: createGuard(),
  testing: createGuard(),
  cancelAsking: (): void => undefined,
  isUnloaded: false,

  onLoad(query: Record<string, string | undefined>) {
    this.requestIds = createRequestIds();
    this.changing = createGuard();
    this.testing = createGuard();
    this.configId = query['id'] ?? '';
    void this.load();
  },
  onUnload() {
    this.isUnloaded = true;
    this.newest += 1;
    this.cancelAsking();
  },

  /** `keepsSettings`: changes that the admin has not saved yet remain in the form. */
  async load({ keepsSettings = false } = {}) {
    const request = ++this.newest;
    try {
      const reply = await getProvider(this.configId);
      if (request !== this.newest) return;
      this.model = reply.model;
      this.rivals = reply.rivals;
      const view = toModelView(reply, Date.now());
      void wx.setNavigationBarTitle({ title: view.vendor });
      this.setData({ state: 'ready', notice: '', view, canChange: canChange() });
      const { settings } = this.data;
      this.show(keepsSettings && settings !== null ? settings : reply.model.settings);
    } catch (error) {
      if (request !== this.newest) return;
      this.setData(afterFailure(this.data.state, error));
    } finally {
      void wx.stopPullDownRefresh();
    }
  },

  show(settings: ModelSettings) {
    const { model, rivals } = this;
    if (model === null) return;
    this.setData({
      ...{ settings, shares: toShares(model, settings, rivals) },
      save: toSaveView(model, settings),
    });
  },

  onStep(event: Step) {
    const { settings } = this.data;
    const { id } = event.currentTarget.dataset;
    if (settings !== null) this.show({ ...settings, [id]: event.detail.value });
  },
  onSwitch() {
    const { settings } = this.data;
    if (settings === null || this.model === null || !this.data.canChange) return;
    const isActive = !settings.isActive;
    if (isActive && !this.model.settings.isActive && !this.model.hasWorked) {
      toast('先试调一次，成功后才能启用');
      return;
    }
    this.show({ ...settings, isActive });
  },

  onSave() {
    const { settings, save } = this.data;
    if (settings === null) return;
    if (!save.canSave) {
      toast(save.label.replace('保存，', ''));
      return;
    }
    const { configId, model } = this;
    const change = { configId, version: model?.version ?? 1, settings };
    void this.changing.run(() =>
      this.change('已生效', async () => {
        await saveProvider({ ...change, requestId: this.requestIds.of(change) });
      }),
    );
  },
  onUndo(event: Tap) {
    const change = { configId: this.configId, changeId: event.currentTarget.dataset.id };
    void this.changing.run(() =>
      this.change('已撤销', async () => {
        await undoProvider({ ...change, requestId: this.requestIds.of(change) });
      }),
    );
  },

  async change(done: string, run: () => Promise<void>) {
    this.setData({ isSaving: true });
    try {
      await run();
      this.requestIds.done();
      toast(done);
      await this.load();
    } catch (error) {
      toast(explain(error));
      // Another admin has changed it meanwhile: show their settings.
      if (error instanceof CloudError && error.failure === 'CHANGED_MEANWHILE') await this.load();
    } finally {
      this.setData({ isSaving: false });
    }
  },

  onTest() {
    void this.testing.run(() => this.test());
  },
  async test() {
    this.cancelAsking();
    if (this.testId === '') this.testId = createRequestId();
    this.setData({ isTesting: true });
    let isRunning = false;
    try {
      const { test } = await testProvider({ configId: this.configId, requestId: this.testId });
      isRunning = test.state === 'running';
      if (!isRunning) {
        this.testId = '';
        toast(test.state === 'worked' ? '试调成功' : '试调没有成功');
      }
    } catch (error) {
      // After an unknown outcome the next try polls the same test. After a refusal there is no test.
      if (error instanceof CloudError && error.failure !== 'OUTCOME_UNKNOWN') this.testId = '';
      toast(explain(error));
    }
    await this.load({ keepsSettings: true });
    this.setData({ isTesting: false });
    // Scheduled after the load, because the guard drops polls that arrive during it.
    if (isRunning && !this.isUnloaded) this.cancelAsking = delay(() => this.onTest(), askMs);
  },

  onPullDownRefresh() {
    void this.load({ keepsSettings: true });
  },
  onPrimary() {
    if (this.data.closed?.primary === '返回') {
      goBack();
      return;
    }
    this.setData({ state: 'loading' });
    void this.load();
  },
});
