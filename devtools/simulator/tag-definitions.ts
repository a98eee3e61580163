/** The attributes of WeChat's tags. */

export type AttributeValue = string | number | boolean | null;

export type TagDefinition = {
  /** Supported attributes, in camel case, with their defaults; null accepts any value. */
  attributes: Record<string, AttributeValue>;
  /** Attributes without effect in a browser: they concern the keyboard, native views or WeChat's own pages. */
  inert?: readonly string[];
  /** The supported values of attributes for which not all of WeChat's values work. */
  values?: Record<string, readonly string[]>;
  /** How the tag differs here, whatever its attributes are. */
  limits?: string;
};

const field = {
  value: null,
  placeholder: '',
  placeholderStyle: '',
  disabled: false,
  maxlength: 140,
  focus: false,
  autoFocus: false,
  cursor: -1,
  cursorColor: '',
  selectionStart: -1,
  selectionEnd: -1,
  confirmType: 'done',
  confirmHold: false,
  name: '',
} as const;
const fieldInert = ['cursorSpacing', 'adjustPosition', 'holdKeyboard', 'alwaysEmbed'];
const confirmTypes = ['send', 'search', 'next', 'go', 'done', 'return'];

/** Modes of `<image>` that show a part of the picture in its original size. */
export const partModes = [
  'top',
  'bottom',
  'center',
  'left',
  'right',
  'top left',
  'top right',
  'bottom left',
  'bottom right',
];

const image: TagDefinition = {
  attributes: { src: '', mode: 'scaleToFill', lazyLoad: false },
  inert: ['fadeIn', 'webp', 'forceHttp'],
  values: {
    mode: ['scaleToFill', 'aspectFit', 'aspectFill', 'widthFix', 'heightFix', ...partModes],
  },
};
const choice: TagDefinition = {
  attributes: { value: '', checked: false, disabled: false, color: '#09BB07' },
};
const group: TagDefinition = { attributes: { name: '' } };

/** The implemented tags (`runtime/components/`). */
export const tagDefinitions = {
  button: {
    attributes: {
      size: 'default',
      type: 'default',
      plain: false,
      disabled: false,
      loading: false,
      formType: '',
      openType: '',
      hoverClass: 'button-hover',
      hoverStartTime: 20,
      hoverStayTime: 70,
    },
    inert: [
      'lang',
      'sessionFrom',
      'sendMessageTitle',
      'sendMessagePath',
      'sendMessageImg',
      'showMessageCard',
      'appParameter',
      'needShowEntrance',
      'entrancePath',
      'activityType',
      'phoneNumberNoQuotaToast',
    ],
    values: {
      size: ['default', 'mini'],
      type: ['default', 'primary', 'warn'],
      formType: ['submit', 'reset'],
      openType: [
        'share',
        'chooseAvatar',
        'openSetting',
        'agreePrivacyAuthorization',
        'contact',
        'feedback',
      ],
    },
  },
  canvas: { attributes: { type: '', canvasId: '' }, values: { type: ['2d'] } },
  checkbox: choice,
  'checkbox-group': group,
  'cover-image': image,
  'cover-view': { attributes: {} },
  form: { attributes: {}, inert: ['reportSubmit', 'reportSubmitTimeout'] },
  icon: {
    attributes: { type: '', size: 23, color: '' },
    values: {
      type: [
        'success',
        'success_no_circle',
        'info',
        'warn',
        'waiting',
        'cancel',
        'download',
        'search',
        'clear',
      ],
    },
  },
  image,
  input: {
    attributes: { ...field, type: 'text', password: false },
    inert: fieldInert,
    values: { type: ['text', 'number', 'idcard', 'digit', 'nickname'], confirmType: confirmTypes },
  },
  label: { attributes: { for: '' } },
  navigator: {
    attributes: { url: '', openType: 'navigate', delta: 1, hoverClass: 'navigator-hover' },
    values: {
      openType: ['navigate', 'redirect', 'switchTab', 'reLaunch', 'navigateBack'],
    },
  },
  'page-container': { attributes: {}, limits: 'is always shown, without mask and animation' },
  'page-meta': { attributes: { pageStyle: '' } },
  picker: {
    attributes: {
      mode: 'selector',
      headerText: '',
      disabled: false,
      range: null,
      rangeKey: '',
      value: null,
      start: '',
      end: '',
      fields: 'day',
      name: '',
    },
    values: { mode: ['selector', 'multiSelector', 'date', 'time'], fields: ['day', 'month'] },
  },
  progress: {
    attributes: {
      percent: 0,
      showInfo: false,
      borderRadius: 0,
      fontSize: 16,
      strokeWidth: 6,
      color: '#09BB07',
      activeColor: '',
      backgroundColor: '#EBEBEB',
      active: false,
      duration: 30,
    },
  },
  radio: choice,
  'radio-group': group,
  'rich-text': { attributes: { nodes: null, space: '' }, values: { space: ['nbsp'] } },
  'root-portal': { attributes: {}, limits: 'draws its content in place' },
  'scroll-view': {
    attributes: {
      scrollX: false,
      scrollY: false,
      upperThreshold: null,
      lowerThreshold: null,
      scrollTop: null,
      scrollLeft: null,
      scrollIntoView: '',
      scrollIntoViewOffset: 0,
      scrollWithAnimation: false,
      enableFlex: false,
      enhanced: false,
      showScrollbar: true,
      pagingEnabled: false,
      type: 'list',
    },
    inert: [
      'bounces',
      'enableBackToTop',
      'enablePassive',
      'fastDeceleration',
      'scrollAnchoring',
      'usingSticky',
    ],
    values: { type: ['list'] },
  },
  slider: {
    attributes: {
      min: 0,
      max: 100,
      step: 1,
      disabled: false,
      value: 0,
      color: '#e9e9e9',
      selectedColor: '#1aad19',
      activeColor: '',
      backgroundColor: '',
      blockSize: 28,
      blockColor: '#ffffff',
      showValue: false,
      name: '',
    },
  },
  swiper: {
    attributes: {
      indicatorDots: false,
      indicatorColor: 'rgba(0,0,0,.3)',
      indicatorActiveColor: '#000000',
      autoplay: false,
      current: 0,
      currentItemId: '',
      interval: 5000,
      duration: 500,
      circular: false,
      vertical: false,
      previousMargin: '0px',
      nextMargin: '0px',
      displayMultipleItems: 1,
      easingFunction: 'default',
      disableTouch: false,
    },
    inert: ['cacheExtent', 'skipHiddenItemLayout'],
    values: {
      easingFunction: ['default', 'linear', 'easeInCubic', 'easeOutCubic', 'easeInOutCubic'],
    },
  },
  'swiper-item': { attributes: { itemId: '' }, inert: ['skipHiddenItemLayout'] },
  switch: {
    attributes: { checked: false, disabled: false, type: 'switch', color: '#04BE02', name: '' },
    values: { type: ['switch', 'checkbox'] },
  },
  text: {
    attributes: { selectable: false, userSelect: false, space: '' },
    // The template compiler decodes entities in all text.
    inert: ['decode'],
    values: { space: ['nbsp', 'ensp', 'emsp'] },
  },
  textarea: {
    attributes: { ...field, confirmType: 'return', autoHeight: false },
    inert: [...fieldInert, 'fixed', 'showConfirmBar', 'disableDefaultPadding'],
    values: { confirmType: confirmTypes },
  },
  view: { attributes: {} },
} satisfies Record<string, TagDefinition>;
