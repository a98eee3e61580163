import { settings } from './settings';

/** A placeholder for the user's WeChat avatar: a colour and the first letter of the name. */
export function drawAvatar(): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 132;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser cannot draw');
  const hue =
    Array.from(settings.user, (letter) => letter.charCodeAt(0) * 37).reduce(
      (sum, one) => sum + one,
      0,
    ) % 360;
  context.fillStyle = `hsl(${hue} 45% 45%)`;
  context.fillRect(0, 0, 132, 132);
  context.fillStyle = '#fff';
  context.font = '600 64px sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(settings.user.slice(0, 1).toUpperCase(), 66, 70);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) =>
        blob === null ? reject(new Error('the avatar could not be drawn')) : resolve(blob),
      'image/png',
    );
  });
}
