export interface Picture {
  width: number;
  height: number;
  /** Red, green, blue, row by row. */
  rgb: Uint8Array;
}

/** More than any camera or scanner makes of a sheet of paper. */
const mostPixels = 120_000_000;
const longestSide = 30_000;

/** Refuses a picture that would cost more to decode than any picture of a paper does, by what its head says. */
export function requireBearable(width: number, height: number): void {
  if (width < 1 || height < 1) throw new Error('the picture has no size');
  if (width > longestSide || height > longestSide || width * height > mostPixels) {
    throw new Error(`the picture is too large: ${width} × ${height} pixels`);
  }
}

/** As many as a decoder can hold at two bytes for each colour of each, in the memory that it is given. */
const mostHeldPixels = 36_000_000;

/** Refuses a picture that must be held as a whole, and is too large for that. */
export function requireHoldable(width: number, height: number): void {
  if (width * height > mostHeldPixels) throw new Error(`the picture is too large to be held: ${width} × ${height} pixels`);
}

/** The size that fits a square of so many pixels; nothing is enlarged. */
export function fitting(width: number, height: number, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
