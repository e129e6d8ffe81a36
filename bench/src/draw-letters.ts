import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CannotMeasure } from './options.ts';

export interface Drawing {
  letters: number;
  warmUp: number;
}

export interface Drawn {
  letters: number;
  perSecond: number;
  /** Processor time of one letter, in milliseconds, all threads of its process counted. */
  cpuMillis: number;
  p99Millis: number;
  meanBytes: number;
  /** MB of the process: warm, then after each quarter of the letters. */
  rssMb: number[];
}

const program = fileURLToPath(new URL('./draw-process.js', import.meta.url));
/** Until then the heap still grows to the size at which it stays, however many follow. */
const warmUp = 250;
/** A third of the young space that the server gives a drawing thread (`documents/drawing-threads.ts`), as Node counts it. */
const likeADrawingThread = ['--max-semi-space-size=4'];

/** Draws letters as a server's drawing thread does, in a process of their own so that their memory can be told. */
export async function drawLetters(letters: number): Promise<Drawn> {
  const child = fork(program, { execArgv: likeADrawingThread });
  return new Promise<Drawn>((resolve, reject) => {
    child.once('exit', () => reject(new CannotMeasure('The letters could not be drawn; it says above why.')));
    child.once('message', (drawn) => resolve(drawn as Drawn));
    child.send({ letters, warmUp } satisfies Drawing);
  });
}
