import { convertIndexedToRgb, decode, encode } from 'fast-png';

/** The picture is not one: whoever draws the page draws the name alone. */
export class UnreadableImage extends Error {
  constructor(readonly bytes: Uint8Array) {
    super('signature image cannot be read');
  }
}

/** Printed about 34 mm wide, so 900 pixels are 670 to the inch. */
const widest = 900;

/**
 * The picture as the PDF takes it over without further work: JPEG as it is; PNG on white paper, without transparency. pdfkit
 * unpacks a transparent PNG while it writes other things, so that a damaged one would end the process and the order of
 * objects in the file would be chance.
 */
export function signatureImage(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return bytes;
  const image = onWhite(decode(bytes, { checkCrc: true }));
  return encode(smaller(image, Math.ceil(image.width / widest)));
}

interface Rgb {
  width: number;
  height: number;
  data: Uint8Array;
  channels: 3;
}

function onWhite(image: ReturnType<typeof decode>): Rgb {
  const { width, height, depth } = image;
  // Grey of less than eight bits is packed as palette numbers are.
  const palette = image.palette ?? (depth < 8 ? shades(2 ** depth) : undefined);
  const [samples, channels] = palette === undefined ? [image.data, image.channels] : [convertIndexedToRgb({ ...image, palette }), palette[0]!.length];
  const shift = depth === 16 ? 8 : 0;
  const [colors, alpha] = channels >= 3 ? [3, channels === 4] : [1, channels === 2];
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    const opacity = alpha ? (samples[at + colors]! >> shift) / 255 : 1;
    for (let color = 0; color < 3; color++) {
      const value = samples[at + (colors === 3 ? color : 0)]! >> shift;
      data[pixel * 3 + color] = Math.round(value * opacity + 255 * (1 - opacity));
    }
  }
  return { width, height, data, channels: 3 };
}

function shades(count: number): number[][] {
  return Array.from({ length: count }, (_, i) => Array<number>(3).fill(Math.round((i * 255) / (count - 1))));
}

/** By whole factors, each pixel the mean of those it stands for. */
function smaller(image: Rgb, factor: number): Rgb {
  if (factor <= 1) return image;
  const [width, height] = [Math.floor(image.width / factor), Math.max(1, Math.floor(image.height / factor))];
  const data = new Uint8Array(width * height * 3);
  const rows = Math.min(factor, image.height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let color = 0; color < 3; color++) {
        let sum = 0;
        for (let dy = 0; dy < rows; dy++) for (let dx = 0; dx < factor; dx++) sum += image.data[((y * factor + dy) * image.width + x * factor + dx) * 3 + color]!;
        data[(y * width + x) * 3 + color] = Math.round(sum / (rows * factor));
      }
  return { width, height, data, channels: 3 };
}
