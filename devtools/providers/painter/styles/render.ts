import type { Canvas } from '../canvas';
import { createNoise } from '../random';
import type { Idea, StyleName } from '../prompt';
import { flatten } from '../scene';
import type { Scene } from '../scene';
import { gradeMood } from './grade';
import { paintInk } from './ink';
import { paintOil } from './oil';
import { paintPixels } from './pixel';
import { paintClay, paintPaperCut, paintAnime } from './subject-effects';
import { paintCyberpunk, paintFilm } from './lens';
import { paintPhoto } from './photo';
import { paintPictureBook, paintSketch } from './drawn';
import { paintWatercolor } from './watercolor';

export type Style = (scene: Scene, noise: (x: number, y: number) => number) => Canvas;

const styles: Record<StyleName, Style> = {
  flat: flatten,
  watercolor: paintWatercolor,
  ink: paintInk,
  'picture-book': paintPictureBook,
  cyberpunk: paintCyberpunk,
  pixel: paintPixels,
  oil: paintOil,
  photo: paintPhoto,
  anime: paintAnime,
  film: paintFilm,
  sketch: paintSketch,
  clay: paintClay,
  papercut: paintPaperCut,
};

/** Merges the layers of a scene into one picture in the requested style. */
export function renderStyle(scene: Scene, idea: Idea): Canvas {
  for (const layer of [scene.back, scene.subject, scene.front]) gradeMood(layer, idea.mood);
  return styles[idea.style](scene, createNoise(idea.seed));
}
