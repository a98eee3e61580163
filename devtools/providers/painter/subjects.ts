import {
  drawDrone,
  drawHelicopter,
  drawPlane,
  drawShip,
  drawSubmarine,
  drawUfo,
} from './motifs/aircraft';
import { beasts, drawBeast, drawDinosaur, drawElephant } from './motifs/beasts';
import {
  drawDuck,
  drawFrog,
  drawHedgehog,
  drawPeacock,
  drawRooster,
  drawSwan,
} from './motifs/critters';
import {
  drawDragonBoat,
  drawLionDance,
  drawLotusLamp,
  drawSpringFestival,
} from './motifs/festivals';
import { drawBees, drawLadybug } from './motifs/insects';
import { drawChristmasTree, drawSnowman } from './motifs/winter';
import * as finery from './motifs/finery';
import { flyingFigures } from './motifs/flying-figures';
import { groups } from './motifs/groups';
import * as machines from './motifs/machines';
import * as meals from './motifs/meals';
import * as music from './motifs/music-sport';
import * as produce from './motifs/produce';
import { drawBasketball, drawFootball, roles } from './motifs/roles';
import { drawCrab, drawDolphins, drawOctopus, drawShark } from './motifs/sea-life';
import * as sweets from './motifs/sweets';
import * as tools from './motifs/tools';
import type { Pen } from './pen';

type Draw = (pen: Pen, color: string | null, isTurned: boolean) => void;

/** Where the subject belongs: on a table, on the ground, in the air, under water or on it. */
export type Spot = 'table' | 'ground' | 'air' | 'deep' | 'afloat';

export type Subject = { draw: Draw; spot: Spot; scale: number; isAlive: boolean };

const all = (spot: Spot, scale: number, isAlive: boolean, draws: Record<string, Draw>) =>
  Object.entries(draws).map(([name, draw]): [string, Subject] => [
    name,
    { draw, spot, scale, isAlive },
  ]);

const beastDraws = Object.fromEntries(
  Object.entries(beasts).map(([name, beast]): [string, Draw] => [
    name,
    (pen, color) => drawBeast(pen, beast, color),
  ]),
);

const drawOnHorseback: Draw = (pen, color) =>
  machines.drawHorseRider(
    pen,
    (under) => {
      if (beasts['horse'] !== undefined) drawBeast(under, beasts['horse'], null);
    },
    color,
  );

/** Subjects that have their own drawing. */
export const subjects: ReadonlyMap<string, Subject> = new Map([
  ...all('table', 1.5, false, {
    burger: meals.drawBurger,
    pizza: meals.drawPizza,
    sushi: meals.drawSushi,
    steamer: meals.drawSteamer,
    hotpot: meals.drawHotpot,
    rice: meals.drawRiceBowl,
    breakfast: meals.drawBreakfast,
    skewers: meals.drawSkewers,
    'ice-cream': sweets.drawIceCream,
    donut: sweets.drawDonuts,
    bread: sweets.drawBread,
    mooncake: sweets.drawMooncakes,
    zongzi: sweets.drawZongzi,
    haws: sweets.drawHaws,
    'milk-tea': sweets.drawMilkTea,
    drinks: sweets.drawDrinks,
    watermelon: produce.drawWatermelon,
    grapes: produce.drawGrapes,
    pineapple: produce.drawPineapple,
    banana: produce.drawBananas,
    pumpkin: produce.drawPumpkin,
    'jack-o-lantern': produce.drawJackOLantern,
    corn: produce.drawCorn,
    vegetables: produce.drawVegetables,
    camera: tools.drawCamera,
    phone: tools.drawPhone,
    laptop: tools.drawLaptop,
    clock: tools.drawClock,
    key: tools.drawKey,
    toolkit: tools.drawToolkit,
    scissors: tools.drawScissors,
    pencils: tools.drawPencils,
    glasses: tools.drawGlasses,
    telescope: tools.drawTelescope,
    microscope: tools.drawMicroscope,
    hat: finery.drawHat,
    shoes: finery.drawShoes,
    bag: finery.drawBag,
    ring: finery.drawRing,
    cosmetics: finery.drawCosmetics,
    crown: finery.drawCrown,
    gift: finery.drawGift,
    teddy: finery.drawTeddy,
    piano: music.drawPiano,
    violin: music.drawViolin,
    drums: music.drawDrums,
    headphones: music.drawHeadphones,
    music: music.drawMusic,
  }),
  ...all('ground', 1.36, false, {
    racket: music.drawRacket,
    skateboard: music.drawSkateboard,
    football: drawFootball,
    basketball: drawBasketball,
    truck: machines.drawTruck,
    'fire-truck': machines.drawFireTruck,
    bus: machines.drawBus,
    taxi: machines.drawTaxi,
    motorcycle: machines.drawMotorcycle,
    tractor: machines.drawTractor,
    excavator: machines.drawExcavator,
    'bullet-train': machines.drawBulletTrain,
    'spring-festival': drawSpringFestival,
    'lion-dance': drawLionDance,
    'christmas-tree': drawChristmasTree,
    snowman: drawSnowman,
  }),
  ...all('air', 1.25, false, {
    plane: drawPlane,
    helicopter: drawHelicopter,
    ufo: drawUfo,
    drone: drawDrone,
    bee: drawBees,
  }),
  ...all('afloat', 1.1, false, {
    ship: drawShip,
    'dragon-boat': drawDragonBoat,
    swan: drawSwan,
    'lotus-lamp': drawLotusLamp,
  }),
  ...all('deep', 1.15, false, {
    shark: drawShark,
    dolphin: drawDolphins,
    octopus: drawOctopus,
    submarine: drawSubmarine,
  }),
  ...all('ground', 1.15, true, {
    ...beastDraws,
    elephant: drawElephant,
    dinosaur: drawDinosaur,
    rider: drawOnHorseback,
    hedgehog: drawHedgehog,
    frog: drawFrog,
    duck: drawDuck,
    rooster: drawRooster,
    peacock: drawPeacock,
    ladybug: drawLadybug,
    crab: drawCrab,
    ...groups,
    ...roles,
  }),
  ...all('air', 1.1, true, flyingFigures),
]);
