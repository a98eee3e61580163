import { mixColors } from './color';
import type { Idea } from './prompt';

export type Palette = {
  sky: readonly [string, string, string];
  /** Colours of ridges and things, from far to near. */
  far: string;
  middle: string;
  near: string;
  ground: string;
  water: readonly [string, string];
  leaf: string;
  light: string;
};

const byTime: Record<Idea['time'], Palette> = {
  day: {
    sky: ['#7DBBE2', '#BFE0EC', '#F8F0DC'],
    far: '#9DBBCB',
    middle: '#6FA0A0',
    near: '#4C8266',
    ground: '#8FB866',
    water: ['#86C3D0', '#2F7D9E'],
    leaf: '#5F9B57',
    light: '#FFF3D0',
  },
  dawn: {
    sky: ['#9CC2DB', '#F2D3C2', '#FDEBC8'],
    far: '#B3B9CB',
    middle: '#8FA6AE',
    near: '#6A8F80',
    ground: '#A6BC84',
    water: ['#E6D3C4', '#7FA9BC'],
    leaf: '#7FA36A',
    light: '#FFE9C0',
  },
  dusk: {
    sky: ['#34497A', '#C77F8A', '#FBC98A'],
    far: '#8C6C90',
    middle: '#5F5178',
    near: '#413C60',
    ground: '#6E5A5E',
    water: ['#E8A585', '#4A4E80'],
    leaf: '#6B6248',
    light: '#FFDF9A',
  },
  night: {
    sky: ['#0C1838', '#1F3C6C', '#4E749A'],
    far: '#2D4A74',
    middle: '#20385F',
    near: '#162A49',
    ground: '#27495A',
    water: ['#3C6390', '#10233F'],
    leaf: '#2F5F5A',
    light: '#FFE9B0',
  },
};

const rainy: Palette = {
  sky: ['#6F8A9C', '#A3B7BF', '#D6DCD6'],
  far: '#90A5AE',
  middle: '#6C8992',
  near: '#4F7074',
  ground: '#86998C',
  water: ['#A6BAC2', '#4E7084'],
  leaf: '#5C8469',
  light: '#FFEBC0',
};

const snowy: Palette = {
  sky: ['#9DB8D0', '#D0DFEA', '#F6F2EA'],
  far: '#B6C6D6',
  middle: '#8FA6BC',
  near: '#6F8AA0',
  ground: '#F2F5F6',
  water: ['#D3E2EA', '#86A8BE'],
  leaf: '#4E7A70',
  light: '#FFF3D8',
};

const snowNight: Palette = { ...byTime.night, ground: '#B9CBDD', leaf: '#2B5558' };
const rainNight: Palette = {
  ...byTime.night,
  sky: ['#101C2C', '#1E3546', '#3A5A68'],
  ground: '#22343F',
};

/** The colours for a time of day and a weather; autumn and spring tint the plants. */
export function choosePalette({ time, weather, motifs, style }: Idea): Palette {
  let palette = byTime[time];
  if (weather === 'rain')
    palette = time === 'night' ? rainNight : time === 'dusk' ? palette : rainy;
  if (weather === 'snow')
    palette =
      time === 'night' ? snowNight : { ...snowy, sky: time === 'day' ? snowy.sky : palette.sky };
  if (style === 'ink' && time !== 'night') {
    // Ink painting leaves air and water blank.
    palette = { ...palette, sky: ['#EAE6DA', '#F2EDE0', '#F7F2E6'], water: ['#F0EBDD', '#CFCBBD'] };
  }
  if (motifs.includes('maple')) {
    const ground = mixColors(palette.ground, '#C98A3E', 0.6);
    return { ...palette, ground, leaf: '#D0692F', near: mixColors(palette.near, '#8A5A3A', 0.5) };
  }
  if (motifs.includes('cherry')) return { ...palette, leaf: '#F0B3BC' };
  return palette;
}
