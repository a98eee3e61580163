/**
 * One picture of a task: bare paper while it waits, a cyanotype while it is drawn, then the picture. `tile` comes from
 * `toTile`. `isMoving` stops the animation while the page is hidden.
 */
Component({
  properties: {
    tile: { type: Object, value: {} },
    heightPercent: { type: Number, value: 133.33 },
    isMoving: { type: Boolean, value: true },
  },

  data: {
    /** The address of the picture that has loaded. */
    loaded: '',
    /** The tile was shown before its picture was done, so the picture develops; otherwise it just appears. */
    isWaited: false,
  },

  observers: {
    'tile.state'(state: string) {
      if (state === 'queued' || state === 'drawing') this.setData({ isWaited: true });
    },
  },

  methods: {
    onLoaded(event: WechatMiniprogram.TouchEvent<never, never, { picture: string }>) {
      this.setData({ loaded: event.currentTarget.dataset.picture });
    },
    onOpen() {
      const { picture } = this.data.tile as { picture?: string };
      if (picture) this.triggerEvent('open');
    },
  },
});
