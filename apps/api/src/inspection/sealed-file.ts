import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Secrets } from '../secrets/secrets.ts';

/** Plain bytes in a frame; what is sealed must be whole before any of it is given out. */
const frameBytes = 262_144;
const lengthBytes = 4;
/** Before the plain bytes of each frame: its number, with this bit in the last one. */
const lastFrame = 0x80_00_00_00;

class Sealing extends Transform {
  private held: Buffer[] = [];
  private size = 0;
  private frames = 0;

  constructor(private readonly secrets: Secrets) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.held.push(chunk);
    this.size += chunk.length;
    if (this.size >= frameBytes) this.pushFrame(0);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.pushFrame(lastFrame);
    done();
  }

  private pushFrame(mark: number): void {
    const [number, length] = [Buffer.alloc(lengthBytes), Buffer.alloc(lengthBytes)];
    number.writeUInt32BE((this.frames | mark) >>> 0);
    const sealed = this.secrets.seal(Buffer.concat([number, ...this.held]));
    length.writeUInt32BE(sealed.length);
    this.push(length);
    this.push(sealed);
    this.held = [];
    this.size = 0;
    this.frames += 1;
  }
}

class Unsealing extends Transform {
  private held = Buffer.alloc(0);
  private frames = 0;
  private ended = false;

  constructor(private readonly secrets: Secrets) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.held = Buffer.concat([this.held, chunk]);
    try {
      while (this.held.length >= lengthBytes) {
        const end = lengthBytes + this.held.readUInt32BE();
        if (this.held.length < end) break;
        this.pushFrame(this.held.subarray(lengthBytes, end));
        this.held = this.held.subarray(end);
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(this.ended && this.held.length === 0 ? null : new Error('a sealed file was cut short'));
  }

  private pushFrame(sealed: Buffer): void {
    const plain = this.secrets.unseal(sealed);
    const number = plain.readUInt32BE();
    this.ended = number >= lastFrame;
    if ((number & ~lastFrame) !== this.frames) throw new Error('the frames of a sealed file are out of order');
    this.frames += 1;
    this.push(plain.subarray(lengthBytes));
  }
}

/** What was written, as it was before it was sealed. */
export interface Written {
  sha256: string;
  size: number;
}

/** Writes a stream to a new file, encrypted: packs show ID numbers in full. On disk when it is done. */
export async function writeSealed(secrets: Secrets, path: string, content: Readable, signal: AbortSignal): Promise<Written> {
  const hash = createHash('sha256');
  let size = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(content, counting, new Sealing(secrets), file, { signal });
  return { sha256: `sha256:${hash.digest('hex')}`, size };
}

/** The plain bytes of a sealed file. The stream fails where they are not those that were written. */
export function readSealed(secrets: Secrets, path: string): Readable {
  const unsealing = new Unsealing(secrets);
  // The reader sees each fault as the stream's own; the promise says it a second time.
  pipeline(createReadStream(path, { highWaterMark: frameBytes }), unsealing).catch(() => undefined);
  return unsealing;
}
