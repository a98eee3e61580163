import type { TaskDetail } from '../../../../cloudfunctions/shared/contracts/task';
import type { Work } from '../../../../cloudfunctions/shared/contracts/values';
import { getWork, setFavorite } from '../../../services/work-manage';
import { shareWork } from '../../../services/sharing';
import { savePicture, shareAddress } from '../../../utils/album';
import { explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { goBack, openPage } from '../../../utils/navigation';
import { priceLabel } from '../../../utils/price';
import { homeCard, workCard } from '../../../utils/share-card';
import { heightPercent } from '../../../utils/size';
import { announce } from '../../../utils/work-changes';
import { knownUnitPrice } from '../orders/known-price';
import { noteOf, readNotes } from '../orders/remembered';
import { listAssets } from '../photos/service';
import { getTask } from '../service';
import { toResult } from './view';
import type { ResultView } from './view';

type Choice = { id: 'A' | 'B'; result: ResultView };

const data = {
  state: 'loading' as 'loading' | 'ready' | 'failed',
  reason: '',
  type: '' as '' | 'photography' | 'fitting',
  result: null as ResultView | null,
  choices: [] as Choice[],
  chosen: 'A' as 'A' | 'B',
  before: '',
  heightPercent: 125,
  isFavorite: false,
  isSaving: false,
  price: '',
};

Page({
  data,

  taskId: '',
  workId: '',
  work: null as Work | null,
  shareUrl: undefined as string | undefined,
  saving: createGuard(),
  changing: createGuard(),

  onLoad(query: Record<string, string | undefined>) {
    this.taskId = query['task'] ?? '';
    this.workId = query['work'] ?? '';
    this.saving = createGuard();
    this.changing = createGuard();
    void this.load();
  },

  async load() {
    try {
      const [task, work] = await Promise.all([getTask(this.taskId), getWork(this.workId)]);
      const picture = task.works.find(({ workId }) => workId === this.workId);
      if (picture === undefined || picture.imageUrl === '') {
        this.setData({ state: 'failed', reason: '这张没有画成，或者已经删除' });
        return;
      }
      this.work = work;
      const result = toResult(task, picture, noteOf(task.taskId)?.title ?? '');
      const isPhotography = task.type === 'photography';
      const place = task.works.indexOf(picture) + 1;
      void wx.setNavigationBarTitle({ title: isPhotography ? `第 ${place} 张` : '试衣结果' });
      this.setData({
        state: 'ready',
        type: task.type,
        result,
        heightPercent: heightPercent(work.size),
        isFavorite: work.isFavorite,
        price: priceLabel(knownUnitPrice()),
      });
      void shareAddress(work.imageUrl).then((address) => {
        this.shareUrl = address;
      });
      if (!isPhotography) void this.loadFitting(task, result);
    } catch (error) {
      this.setData({ state: 'failed', reason: explain(error) });
    }
  },

  /** Loads the photo of the person, and another result of the same person to compare with. */
  async loadFitting({ taskId }: TaskDetail, result: ResultView) {
    const note = noteOf(taskId);
    if (note?.personAssetId === undefined) return;
    try {
      const { assets, samples } = await listAssets('person');
      const person = [...assets, ...samples].find(({ assetId }) => assetId === note.personAssetId);
      if (person) this.setData({ before: person.url });
      const other = readNotes().find(
        ({ taskId: id, personAssetId }) => id !== taskId && personAssetId === note.personAssetId,
      );
      if (other === undefined) return;
      const task = await getTask(other.taskId);
      const picture = task.works.find(({ state }) => state === 'completed');
      if (picture === undefined) return;
      this.setData({
        choices: [
          { id: 'A', result },
          { id: 'B', result: toResult(task, picture, other.title) },
        ],
      });
    } catch (error) {
      // The result is shown alone then.
      console.info('nothing to compare with', error);
    }
  },

  onRetry() {
    this.setData({ state: 'loading' });
    void this.load();
  },
  onBack() {
    goBack();
  },

  onChoice(event: WechatMiniprogram.TouchEvent<never, never, { id: 'A' | 'B' }>) {
    const { id } = event.currentTarget.dataset;
    const choice = this.data.choices.find((one) => one.id === id);
    if (!choice || id === this.data.chosen) return;
    this.setData({ chosen: id, result: choice.result });
    void this.loadChosen(choice.result.workId);
  },
  async loadChosen(workId: string) {
    try {
      this.work = await getWork(workId);
      this.setData({ isFavorite: this.work.isFavorite });
      this.shareUrl = await shareAddress(this.work.imageUrl);
    } catch (error) {
      console.info(explain(error));
    }
  },

  onPreview() {
    const { result } = this.data;
    if (result) void wx.previewImage({ urls: [result.picture], current: result.picture });
  },

  onFavorite() {
    const { result } = this.data;
    if (result) void this.changing.run(() => this.favor(result.workId, !this.data.isFavorite));
  },
  async favor(workId: string, isFavorite: boolean) {
    this.setData({ isFavorite });
    try {
      await setFavorite(workId, isFavorite);
      announce({ kind: 'changed', workId, isFavorite });
      toast(isFavorite ? '已收藏' : '已取消收藏');
    } catch (error) {
      this.setData({ isFavorite: !isFavorite });
      toast(explain(error));
    }
  },

  onSave() {
    void this.saving.run(async () => {
      if (!this.work) return;
      this.setData({ isSaving: true });
      await savePicture(this.work.imageUrl);
      this.setData({ isSaving: false });
    });
  },

  onAgain() {
    const { type } = this.data;
    if (type === 'fitting') {
      const person = noteOf(this.taskId)?.personAssetId ?? '';
      openPage(`/packages/studio/fitting/index?person=${person}`);
      return;
    }
    const scene = this.work?.type === 'photography' ? this.work.sceneId : '';
    openPage(`/packages/studio/photography/index?scene=${scene}`);
  },

  onShareAppMessage(): WechatMiniprogram.Page.ICustomShareContent {
    const { work, shareUrl: imageUrl } = this;
    if (work === null) return homeCard;
    const title = work.type === 'fitting' ? '我试了一件，帮我看看' : '我拍了一组衣服';
    return workCard({ imageUrl, title: () => title }, null, () => shareWork(work.workId));
  },
});
