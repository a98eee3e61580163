import { drawFlock } from './motifs/flyers';
import { landforms } from './motifs/landforms';
import { landmarks } from './motifs/landmarks';
import { drawRidge, drawSkyline } from './motifs/places';
import { drawStreetLamp } from './motifs/things';
import { darker, mixColors, withAlpha } from './color';
import { drawSky } from './sky';
import type { Draw } from './stage';
import { drawDunes, drawGround } from './ground';
import { subjects } from './subjects';
import { drawBuildings, drawGrowth, drawSigns } from './standing';
import { drawWater, drawWaterfall } from './waters';

/** Everything behind the subject in the open air, from far to near. */
export const drawOpenBackdrop: Draw = (pen, stage) => {
  const { palette, width, height, horizon, has, random, idea } = stage;
  drawSky(pen, stage);
  const haze = withAlpha(
    mixColors(palette.sky[2], palette.far, 0.35),
    idea.weather === 'fog' ? 0.6 : 1,
  );
  const isUrban = has('city', 'street');
  const hasSnow = idea.weather === 'snow';

  if (has('mountain') || !(isUrban || has('sea', 'desert'))) {
    const tall = has('mountain') ? 380 : 150;
    const isSharp = hasSnow;
    const ridge = { width, base: horizon + 20, isSharp, hasSnow };
    drawRidge(pen, { ...ridge, tall, color: palette.far, fade: haze }, random);
    drawRidge(
      pen,
      {
        ...ridge,
        tall: tall * 0.66,
        color: mixColors(palette.far, palette.middle, 0.6),
        fade: haze,
      },
      random,
    );
    if (has('mountain'))
      drawRidge(
        pen,
        {
          ...ridge,
          tall: tall * 0.4,
          color: palette.middle,
          fade: mixColors(palette.middle, haze, 0.5),
        },
        random,
      );
  }
  if (isUrban) {
    const isLit = idea.time === 'night' || idea.time === 'dusk' || idea.weather === 'rain';
    const blocks = { width, light: palette.light, isLit };
    drawSkyline(
      pen.at(0, horizon + 20),
      { ...blocks, height: horizon * 0.68, color: mixColors(palette.far, palette.sky[1], 0.3) },
      random,
    );
    drawSkyline(
      pen.at(0, horizon + 40),
      { ...blocks, height: horizon * 0.44, color: palette.middle },
      random,
    );
  }
  if (has('desert', 'pyramids')) drawDunes(pen, stage);
  else if (
    has('sea', 'lake', 'river', 'boat', 'bridge', 'lighthouse', 'crane', 'iceberg', 'palmIsland') ||
    idea.motifs.some((name) => subjects.get(name)?.spot === 'afloat')
  )
    drawWater(pen, stage);
  else drawGround(pen, stage);
  if (has('waterfall')) drawWaterfall(pen, stage);
  drawGrowth(pen, stage);
  for (const name of idea.motifs) (landforms[name] ?? landmarks[name])?.(pen, stage);
  drawBuildings(pen, stage);
  if (has('bird') || has('sea', 'mountain')) {
    drawFlock(
      pen.at(width * random.between(0.2, 0.7), height * 0.2),
      withAlpha(darker(palette.middle, 0.4), 0.8),
    );
  }
  if (isUrban && (idea.time === 'night' || idea.style === 'cyberpunk')) drawSigns(pen, stage);
  if (has('street')) {
    drawStreetLamp(pen.at(width * 0.12, stage.floor - 60));
    drawStreetLamp(pen.at(width * 0.9, stage.floor - 130, { scale: 0.72 }));
  }
};
