import { parentPort, workerData } from 'node:worker_threads';
import type { PaperType } from '@countersign/contract';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { pageOfPhotograph } from './page-of-photograph.ts';
import type { Picture } from './picture.ts';
import { readPng } from './read-png.ts';
import { writePng } from './write-png.ts';

/** What a thread is given: one file, and what it may cost. */
export interface Order {
  bytes: Uint8Array;
  mediaType: PaperType;
  pdfium: WebAssembly.Module;
  /** Longest side of the thumbnail in pixels. */
  side: number;
  /** Bytes that PDFium may take. */
  heap: number;
}

const { bytes, mediaType, pdfium, side, heap } = workerData as Order;

function draw(): Promise<Picture> {
  switch (mediaType) {
    case 'application/pdf':
      return drawFirstPage(bytes);
    case 'image/jpeg':
      return drawFirstPage(pageOfPhotograph(bytes, side));
    case 'image/png':
      return readPng(bytes, side);
  }
}

async function drawFirstPage(pdf: Uint8Array): Promise<Picture> {
  const library = await PDFiumLibrary.init({ instantiateWasm: instantiate as never });
  const page = (await library.loadDocument(pdf)).getPage(0);
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const longest = Math.max(originalWidth, originalHeight);
  if (!(longest > 0 && originalWidth * originalHeight > 0)) throw new Error('the page has no size');
  const scale = Math.min(1, side / longest);
  const inPixels = (points: number) => Math.max(1, Math.round(points * scale));
  const size = { width: inPixels(originalWidth), height: inPixels(originalHeight) };
  const { width, height, data } = await page.render({ ...size, render: 'bitmap' });
  const rgb = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb.set(data.subarray(from, from + 3), to);
  }
  return { width, height, rgb };
}

/** PDFium asks for more memory by one function of its imports: there it is told when there is no more. */
function instantiate(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): WebAssembly.Exports {
  const grow = imports.env!.emscripten_resize_heap as (asked: number) => boolean;
  const limited = (asked: number) => asked >>> 0 <= heap && grow(asked);
  const env = { ...imports.env, emscripten_resize_heap: limited };
  const instance = new WebAssembly.Instance(pdfium, { ...imports, env });
  done(instance);
  return instance.exports;
}

const { width, height, rgb } = await draw();
parentPort!.postMessage(writePng(width, height, rgb));
