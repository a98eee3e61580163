import { getOptions, knownPrices } from '../../../services/ai-generate';
import { currentUser } from '../../../services/session';
import { explain, toast } from '../../../utils/dialog';
import { createGuard } from '../../../utils/guard';
import { openPage } from '../../../utils/navigation';
import { shownCredits } from '../../../utils/price';
import type { RefusalAction } from '../../../utils/refusal';
import { knownUnitPrice } from '../orders/known-price';
import { orderData, orderHandlers } from '../orders/order-page';
import { remember } from '../orders/remembered';
import { submit, ticketFor } from '../orders/submit';
import type { Ticket } from '../orders/submit';
import { askAbout, confirmPersonRemoval } from '../photos/ask';
import { createPicking } from '../photos/picking';
import type { Picking, Refusal } from '../photos/picking';
import type { Source } from '../photos/local';
import { listAssets, removeAsset } from '../photos/service';
import type { Asset } from '../photos/service';
import { toCards } from '../photos/view';
import type { AssetCard, Photo } from '../photos/view';
import { submitFitting } from '../service';
import { findLatest } from './latest';
import type { Latest } from './latest';
import { canAdd, guessPart, parts, partsBeside, toButton, toTitle } from './view';
import type { Garment, Part } from './view';

type Place = 'person' | 'first' | 'second';

const data = {
  person: null as Photo | null,
  first: null as Photo | null,
  second: null as Photo | null,
  firstPart: 'dress' as Part,
  secondPart: 'bottom' as Part,
  parts,
  secondParts: partsBeside('dress'),
  canAdd: false,
  sheet: '' as '' | Place,
  sheetTitle: '',
  samples: [] as AssetCard[],
  recent: [] as AssetCard[],
  /** Samples shown on the page to users without a try-on of their own. */
  firstSamples: { person: [] as AssetCard[], garment: [] as AssetCard[] },
  button: toButton({
    ...{ person: null, first: null, second: null, price: null, credits: -1, isSending: false },
  }),
  latest: null as Latest | null,
  ...orderData,
};

const noPlaces = {} as Record<Place, Picking>;
const noAssets: Record<'person' | 'garment', { own: Asset[]; samples: Asset[] }> = {
  person: { own: [], samples: [] },
  garment: { own: [], samples: [] },
};

Page({
  data,
  ...orderHandlers,

  places: noPlaces,
  assets: noAssets,
  sending: createGuard(),
  ticket: null as Ticket | null,
  toldPrice: null as number | null,

  onLoad(query: Record<string, string | undefined>) {
    this.sending = createGuard();
    this.assets = { ...noAssets };
    const place = (name: Place) =>
      createPicking(name === 'person' ? 'person' : 'garment', {
        show: (photo) => {
          this.setData({ [name]: photo });
          this.showButton();
        },
        refused: (refusal) => void this.showRefusal(name, refusal),
      });
    this.places = { person: place('person'), first: place('first'), second: place('second') };
    void this.load(query['person'] ?? '', query['garment'] ?? '');
  },

  onShow() {
    this.sending.release();
    this.showButton();
  },

  onUnload() {
    for (const place of Object.values(this.places)) place.close();
  },

  async load(person: string, garment: string) {
    await Promise.all([
      this.loadAssets('person'),
      this.loadAssets('garment'),
      getOptions().catch((error: unknown) => console.warn(explain(error))),
    ]);
    this.showButton();
    if (person !== '') this.choose('person', person);
    if (garment !== '') this.choose('first', garment);
    void this.loadLatest();
  },

  /** The page is usable without them. */
  async loadAssets(kind: 'person' | 'garment') {
    try {
      const { assets, samples } = await listAssets(kind);
      this.assets = { ...this.assets, [kind]: { own: assets, samples } };
      // The sheet may have been opened before its photos were loaded.
      if (this.data.sheet !== '') this.showChoices(this.data.sheet);
    } catch (error) {
      console.warn(explain(error));
    }
  },

  async loadLatest() {
    const { person, garment } = this.assets;
    const latest = await findLatest([...person.own, ...person.samples]);
    const firstSamples =
      latest === null
        ? { person: toCards(person.samples), garment: toCards(garment.samples) }
        : { person: [], garment: [] };
    this.setData({ latest, firstSamples });
  },

  price(): number | null {
    return this.toldPrice ?? knownUnitPrice();
  },

  showButton() {
    const { person, first, second } = this.data;
    this.setData({
      button: toButton({
        ...{ person, first, second, price: this.price() },
        credits: shownCredits(currentUser(), knownPrices()),
        isSending: this.sending.isHeld(),
      }),
      canAdd: first !== null && canAdd(this.data.firstPart),
    });
  },

  onPerson() {
    this.openSheet('person');
  },
  onFirst() {
    this.openSheet('first');
  },
  onSecond() {
    this.openSheet('second');
  },
  openSheet(place: Place) {
    // A tap on a photo whose upload failed uploads it again.
    if (this.data[place]?.state === 'failed') {
      this.places[place].useAnyway();
      return;
    }
    this.showChoices(place);
    this.setData({ sheet: place, sheetTitle: place === 'person' ? '人物照' : '服装照' });
  },
  showChoices(place: Place) {
    const { own, samples } = this.assets[place === 'person' ? 'person' : 'garment'];
    this.setData({ samples: toCards(samples), recent: toCards(own).slice(0, 8) });
  },
  onCloseSheet() {
    this.setData({ sheet: '' });
  },

  onPick({ detail: { source } }: WechatMiniprogram.CustomEvent<{ source: Source }>) {
    const { sheet } = this.data;
    this.setData({ sheet: '' });
    if (sheet !== '') this.places[sheet].pick(source);
  },

  onChoose({ detail: { id } }: WechatMiniprogram.CustomEvent<{ id: string }>) {
    const { sheet } = this.data;
    this.setData({ sheet: '' });
    if (sheet !== '') this.choose(sheet, id);
  },
  onSample(
    event: WechatMiniprogram.CustomEvent<{ id: string }, never, { place: 'person' | 'first' }>,
  ) {
    this.choose(event.currentTarget.dataset.place, event.detail.id);
  },
  choose(place: Place, id: string) {
    const { own, samples } = this.assets[place === 'person' ? 'person' : 'garment'];
    const asset = [...own, ...samples].find(({ assetId }) => assetId === id);
    if (!asset) return;
    this.places[place].choose(asset);
    if (place === 'first' && asset.name !== '') this.setFirstPart(guessPart(asset.name));
  },

  onRemove() {
    const { sheet } = this.data;
    this.setData({ sheet: '' });
    if (sheet === '') return;
    const photo = this.data[sheet];
    this.places[sheet].clear();
    if (sheet === 'person' && photo !== null) void this.sending.run(() => this.removePerson(photo));
  },
  /** The user's own photo is deleted from the cloud too; a sample is not. */
  async removePerson({ assetId }: Photo) {
    const isOwn = this.assets.person.own.some((asset) => asset.assetId === assetId);
    if (!isOwn || !(await confirmPersonRemoval())) return;
    try {
      await removeAsset(assetId);
      toast('已删除');
      await this.loadAssets('person');
    } catch (error) {
      toast(explain(error));
    }
  },

  onFirstPart(event: WechatMiniprogram.TouchEvent<never, never, { id: Part }>) {
    this.setFirstPart(event.currentTarget.dataset.id);
  },
  setFirstPart(firstPart: Part) {
    const secondParts = partsBeside(firstPart);
    const [only] = secondParts;
    if (only === undefined) this.places.second.clear();
    this.setData({ firstPart, secondParts, secondPart: only?.id ?? 'bottom' });
    this.showButton();
  },
  onSecondPart(event: WechatMiniprogram.TouchEvent<never, never, { id: Part }>) {
    this.setData({ secondPart: event.currentTarget.dataset.id });
  },

  async showRefusal(place: Place, refusal: Refusal) {
    const choice = await askAbout(refusal);
    if (choice === 'other') this.openSheet(place);
    if (choice === 'this') this.places[place].useAnyway();
  },

  garments(): Garment[] {
    const { first, second, firstPart, secondPart } = this.data;
    return [
      { photo: first, part: firstPart },
      ...(second === null ? [] : [{ photo: second, part: secondPart }]),
    ];
  },

  onSubmit() {
    const { missing, isEnabled } = this.data.button;
    if (isEnabled) void this.sending.run(() => this.send());
    else if (missing === 'person') this.openSheet('person');
    else if (missing === 'garment') this.openSheet('first');
  },

  async send() {
    this.showButton();
    const garments = this.garments();
    const personAssetId = this.data.person?.assetId ?? '';
    const order = {
      personAssetId,
      garments: garments.map(({ photo, part }) => ({ assetId: photo?.assetId ?? '', part })),
      expectedCost: this.price() ?? 0,
    };
    this.ticket = ticketFor(order, this.ticket);
    const { requestId } = this.ticket;
    const end = await submit(() => submitFitting({ ...order, requestId }), 1);
    if (end.kind !== 'unknown') this.ticket = null;
    if (end.kind === 'submitted') {
      remember({ taskId: end.task.taskId, title: toTitle(garments), personAssetId });
      await this.openTask(end.task.taskId);
    } else this.showEnd(end);
    wx.nextTick(() => this.showButton());
  },

  onLatest() {
    const { latest } = this.data;
    if (!latest) return;
    openPage(`/packages/studio/result/index?task=${latest.taskId}&work=${latest.workId}`);
  },

  takePrice(cost: number) {
    this.toldPrice = cost;
  },
  dropPhotos() {
    for (const place of Object.values(this.places)) place.clear();
    void this.loadAssets('person');
    void this.loadAssets('garment');
  },

  leaveDialog(action: RefusalAction) {
    if (action === 'works') void wx.switchTab({ url: '/pages/works/index' });
  },

  onShareAppMessage() {
    return { title: '衣服上身什么样，先看一眼', path: '/pages/create/index' };
  },
});
