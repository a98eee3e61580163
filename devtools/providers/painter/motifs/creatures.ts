/** The traits in which sitting animals differ. */
export type Creature = {
  fur: string;
  belly: string;
  ears: 'pointed' | 'floppy' | 'round' | 'long' | 'none';
  earInside: string;
  mark:
    | 'tabby'
    | 'panda'
    | 'fox'
    | 'tiger'
    | 'mane'
    | 'antlers'
    | 'wool'
    | 'dragon'
    | 'bib'
    | 'snout'
    | 'ape'
    | 'koala'
    | 'mask'
    | 'cheeks'
    | 'none';
  tail: 'curl' | 'bushy' | 'stub' | 'spike';
  nose: string;
};

export const creatures: Record<string, Creature> = {
  cat: {
    fur: '#E08A3E',
    belly: '#FBEBD6',
    ears: 'pointed',
    earInside: '#F0B78E',
    mark: 'tabby',
    tail: 'curl',
    nose: '#C25B46',
  },
  dog: {
    fur: '#D79B5B',
    belly: '#FBF1E2',
    ears: 'floppy',
    earInside: '#9C6234',
    mark: 'bib',
    tail: 'curl',
    nose: '#2A1D16',
  },
  panda: {
    fur: '#FBF8F1',
    belly: '#FFFFFF',
    ears: 'round',
    earInside: '#22282B',
    mark: 'panda',
    tail: 'stub',
    nose: '#22282B',
  },
  bear: {
    fur: '#9A6A45',
    belly: '#D9B48C',
    ears: 'round',
    earInside: '#D9B48C',
    mark: 'none',
    tail: 'stub',
    nose: '#2A1D16',
  },
  rabbit: {
    fur: '#F6F1EA',
    belly: '#FFFFFF',
    ears: 'long',
    earInside: '#F2B7B0',
    mark: 'none',
    tail: 'stub',
    nose: '#E08C8C',
  },
  fox: {
    fur: '#D5663A',
    belly: '#FBF1E4',
    ears: 'pointed',
    earInside: '#3A2A24',
    mark: 'fox',
    tail: 'bushy',
    nose: '#2A1D16',
  },
  tiger: {
    fur: '#E99A3C',
    belly: '#FFF4E0',
    ears: 'round',
    earInside: '#FBEBD6',
    mark: 'tiger',
    tail: 'curl',
    nose: '#B4503A',
  },
  lion: {
    fur: '#E2AE5C',
    belly: '#F8E6C4',
    ears: 'round',
    earInside: '#C98A3E',
    mark: 'mane',
    tail: 'curl',
    nose: '#7A4630',
  },
  deer: {
    fur: '#C08552',
    belly: '#F6E7D0',
    ears: 'floppy',
    earInside: '#A56E40',
    mark: 'antlers',
    tail: 'stub',
    nose: '#3A2A24',
  },
  sheep: {
    fur: '#F7F2E8',
    belly: '#FFFFFF',
    ears: 'floppy',
    earInside: '#D9B9A0',
    mark: 'wool',
    tail: 'stub',
    nose: '#6B4A3C',
  },
  dragon: {
    fur: '#5FA583',
    belly: '#F4E3B0',
    ears: 'none',
    earInside: '#5FA583',
    mark: 'dragon',
    tail: 'spike',
    nose: '#2F6B52',
  },
  pig: {
    fur: '#F2B3B0',
    belly: '#F9D3CC',
    ears: 'pointed',
    earInside: '#E58F90',
    mark: 'snout',
    tail: 'curl',
    nose: '#C25B66',
  },
  monkey: {
    fur: '#8E5F3C',
    belly: '#EFD0A8',
    ears: 'round',
    earInside: '#EFD0A8',
    mark: 'ape',
    tail: 'curl',
    nose: '#5B3A26',
  },
  koala: {
    fur: '#9CA6AE',
    belly: '#EDEEEA',
    ears: 'round',
    earInside: '#EDEEEA',
    mark: 'koala',
    tail: 'stub',
    nose: '#2B3036',
  },
  wolf: {
    fur: '#7E8992',
    belly: '#F1F0EA',
    ears: 'pointed',
    earInside: '#3A4048',
    mark: 'fox',
    tail: 'bushy',
    nose: '#1F2429',
  },
  squirrel: {
    fur: '#B9683A',
    belly: '#F8E6CC',
    ears: 'pointed',
    earInside: '#7A3F22',
    mark: 'cheeks',
    tail: 'bushy',
    nose: '#3A2418',
  },
  hamster: {
    fur: '#E9B876',
    belly: '#FFF8EC',
    ears: 'round',
    earInside: '#F0B7A8',
    mark: 'cheeks',
    tail: 'stub',
    nose: '#D9797A',
  },
  mouse: {
    fur: '#A9AFB5',
    belly: '#F1EFEA',
    ears: 'round',
    earInside: '#F2B7B0',
    mark: 'none',
    tail: 'curl',
    nose: '#E08C8C',
  },
  raccoon: {
    fur: '#868C92',
    belly: '#F3F1EC',
    ears: 'pointed',
    earInside: '#3A4048',
    mark: 'mask',
    tail: 'bushy',
    nose: '#1F2429',
  },
};

/** Animals whose colour comes from the prompt. */
export const furColors = new Set([
  ...['cat', 'dog', 'rabbit', 'bear', 'dragon', 'fox', 'sheep', 'pig', 'wolf', 'hamster', 'mouse'],
]);
