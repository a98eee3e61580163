import type { Size } from '../../../../cloudfunctions/shared/contracts/aiGenerate';
import type { Scene } from '../../../../cloudfunctions/shared/contracts/scene';
import { getOptions, knownPrices } from '../../../services/ai-generate';
import { currentUser } from '../../../services/session';
import { explain } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { priceOf, shownCredits } from '../../../utils/price';
import type { RefusalAction } from '../../../utils/refusal';
import { lengthOf, toText } from '../../../utils/text';
import { orderData, orderHandlers } from '../orders/order-page';
import { firstChoices, lastRange, readChoices, remember, storeChoices } from '../orders/remembered';
import type { Choices, Model } from '../orders/remembered';
import { submit, ticketFor } from '../orders/submit';
import type { Ticket } from '../orders/submit';
import { createPicking } from '../photos/picking';
import type { Picking, Refusal } from '../photos/picking';
import { listAssets } from '../photos/service';
import type { Asset } from '../photos/service';
import type { Source } from '../photos/local';
import { toCards } from '../photos/view';
import type { AssetCard, Photo } from '../photos/view';
import { getScenes, submitPhotography } from '../service';
import { maxNote, models, toFoot } from './view';

type Change = WechatMiniprogram.CustomEvent<{ id: string }>;
type Tap = WechatMiniprogram.TouchEvent<never, never, { id: string }>;

const data = {
  photo: null as Photo | null,
  refusal: null as Refusal | null,
  samples: [] as AssetCard[],
  recent: [] as AssetCard[],
  scenes: [] as Scene[],
  sceneState: 'loading' as 'loading' | 'ready' | 'failed',
  sceneName: '',
  choices: firstChoices,
  models,
  sizes: [] as Size[],
  note: '',
  noteCount: `0/${maxNote}`,
  isNoteFocused: false,
  foot: toFoot({
    ...{ photo: null, choices: firstChoices, noteLength: 0, price: null },
    ...{ credits: -1, range: null, isSending: false },
  }),
  unitPrice: '',
  hasExamples: false,
  ...orderData,
};

Page({
  data,
  ...orderHandlers,

  picking: null as Picking | null,
  assets: [] as Asset[],
  sending: createGuard(),
  ticket: null as Ticket | null,
  /** The price of one picture from a refusal, when it differs from the options. */
  toldPrice: null as number | null,
  wantedAsset: '',

  onLoad(query: Record<string, string | undefined>) {
    this.sending = createGuard();
    this.picking = createPicking('garment', {
      show: (photo) => {
        this.setData({ photo, ...(photo !== null && { refusal: null }) });
        this.showFoot();
      },
      refused: (refusal) => this.setData({ refusal }),
    });
    const choices = readChoices();
    this.setData({ choices: { ...choices, sceneId: query['scene'] ?? choices.sceneId } });
    this.wantedAsset = query['asset'] ?? '';
    void this.load();
    wx.onNetworkStatusChange(({ isConnected }) => {
      if (isConnected && this.data.sceneState === 'failed') void this.loadScenes();
    });
  },

  onShow() {
    this.sending.release();
    this.showFoot();
  },

  onUnload() {
    this.picking?.close();
  },

  async load() {
    await Promise.all([this.loadScenes(), this.loadAssets(), this.loadOptions()]);
  },

  async loadScenes() {
    this.setData({ sceneState: 'loading' });
    try {
      const scenes = await getScenes();
      this.setData({ scenes, sceneState: 'ready' });
      // The scene of the last order may be retired.
      const isOffered = scenes.some(({ sceneId }) => sceneId === this.data.choices.sceneId);
      this.change(isOffered ? {} : { sceneId: '' });
    } catch (error) {
      console.warn(explain(error));
      this.setData({ sceneState: 'failed' });
    }
  },

  /** The page is usable without them. */
  async loadAssets() {
    try {
      const { assets, samples } = await listAssets('garment');
      this.assets = [...samples, ...assets];
      this.setData({ samples: toCards(samples), recent: toCards(assets).slice(0, 8) });
      if (this.wantedAsset !== '') this.choose(this.wantedAsset);
    } catch (error) {
      console.warn(explain(error));
    }
  },

  async loadOptions() {
    try {
      const { sizes } = await getOptions();
      this.setData({ sizes });
    } catch (error) {
      console.warn(explain(error));
    }
    this.showFoot();
  },

  price(): number | null {
    return this.toldPrice ?? priceOf(knownPrices(), currentUser()?.tier);
  },

  showFoot() {
    const price = this.price();
    this.setData({
      foot: toFoot({
        photo: this.data.photo,
        choices: this.data.choices,
        noteLength: lengthOf(toText(this.data.note)),
        price,
        credits: shownCredits(currentUser(), knownPrices()),
        range: lastRange('photography'),
        isSending: this.sending.isHeld(),
      }),
      unitPrice: price === null || price === 0 ? '' : `同样 ${price} 积分 1 张`,
    });
  },

  change(change: Partial<Choices>) {
    const choices = { ...this.data.choices, ...change };
    const scene = this.data.scenes.find(({ sceneId }) => sceneId === choices.sceneId);
    this.setData({ choices, sceneName: scene?.name ?? '' });
    this.showFoot();
  },

  onPick({ detail: { source } }: WechatMiniprogram.CustomEvent<{ source: Source }>) {
    this.picking?.pick(source);
  },
  onCamera() {
    this.picking?.pick('camera');
  },
  onAlbum() {
    this.picking?.pick('album');
  },
  /** A tap on the photo uploads it again if that failed; otherwise it clears the place. */
  onPhoto() {
    if (this.data.photo?.state === 'failed') this.picking?.useAnyway();
    else this.picking?.clear();
  },
  onUseAnyway() {
    this.picking?.useAnyway();
  },
  onSample({ detail: { id } }: Change) {
    this.choose(id);
  },
  choose(id: string) {
    const asset = this.assets.find(({ assetId }) => assetId === id);
    if (asset) this.picking?.choose(asset);
  },
  onExamples() {
    this.setData({ hasExamples: true });
  },
  onCloseExamples() {
    this.setData({ hasExamples: false });
  },

  onScene({ detail: { id } }: Change) {
    this.change({ sceneId: id });
  },
  onModel({ detail: { id } }: Change) {
    this.change({ model: id as Model });
  },
  onCount({ detail: { value } }: WechatMiniprogram.CustomEvent<{ value: number }>) {
    this.change({ count: value });
  },
  onSize(event: Tap) {
    this.change({ size: event.currentTarget.dataset.id });
  },
  onNote(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const { value: note } = event.detail;
    this.setData({ note, noteCount: `${lengthOf(note)}/${maxNote}` });
    this.showFoot();
  },
  onNoteBlur() {
    this.setData({ isNoteFocused: false });
  },
  onRetryScenes() {
    void this.loadScenes();
  },

  onSubmit() {
    const { missing, isEnabled } = this.data.foot;
    if (!isEnabled) {
      this.lead(missing);
      return;
    }
    void this.sending.run(() => this.send());
  },

  /** A tap on a button that cannot act leads to what is missing. */
  lead(missing: string) {
    if (missing === 'photo') void wx.pageScrollTo({ scrollTop: 0 });
    if (missing === 'scene') void wx.pageScrollTo({ selector: '#scenes', offsetTop: -12 });
    if (missing === 'note') this.setData({ isNoteFocused: true });
  },

  async send() {
    this.showFoot();
    const { choices, photo, sceneName } = this.data;
    const note = toText(this.data.note);
    const order = {
      garmentAssetId: photo?.assetId ?? '',
      ...choices,
      ...(note !== '' && { note }),
      expectedCost: (this.price() ?? 0) * choices.count,
    };
    this.ticket = ticketFor(order, this.ticket);
    const { requestId } = this.ticket;
    const end = await submit(() => submitPhotography({ ...order, requestId }), choices.count);
    if (end.kind !== 'unknown') this.ticket = null;
    storeChoices(choices);
    if (end.kind === 'submitted') {
      remember({ taskId: end.task.taskId, title: sceneName });
      await this.openTask(end.task.taskId);
    } else this.showEnd(end);
    if (!this.sending.isHeld()) this.showFoot();
    wx.nextTick(() => this.showFoot());
  },

  takePrice(cost: number) {
    this.toldPrice = cost / this.data.choices.count;
  },
  dropPhotos() {
    this.picking?.clear();
    void this.loadAssets();
  },

  leaveDialog(action: RefusalAction) {
    if (action === 'single') this.change({ count: 1 });
    if (action === 'works') void wx.switchTab({ url: '/pages/works/index' });
  },

  onShareAppMessage() {
    return { title: '拍一张衣服，换个地方穿', path: '/pages/create/index' };
  },
});
