import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Transform, type PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A pack begins with this, so that a reader knows what it holds. */
const format = 'countersign-pack-1';

/**
 * Writes a ZIP one file after another, as fast as it is read: of any file no more is held than is on its way. Once
 * nobody reads any more, the file that is being added fails, and with it whoever adds.
 */
export class PackWriter {
  private readonly zip = new ZipFile();
  private readonly digests: Record<string, string> = {};
  private readonly gone = new AbortController();

  constructor(private readonly at: Date) {
    this.stream.once('close', () => this.gone.abort());
    // Whoever reads learns of a failure by themselves; where nobody reads yet, or any more, it must not end the server.
    this.stream.on('error', () => undefined);
    this.zip.on('error', (error: Error) => this.fail(error));
  }

  /** The ZIP itself. Typed as readable alone by its library, which writes to it. */
  get stream(): PassThrough {
    return this.zip.outputStream as PassThrough;
  }

  /** `kept` says how: what is compressed already is stored as it is. */
  async add(path: string, content: string | Buffer | Readable, kept: 'compressed' | 'stored' = 'compressed'): Promise<void> {
    const options = { mtime: this.at, mode: 0o100644, compress: kept === 'compressed' };
    const { signal } = this.gone;
    signal.throwIfAborted();
    if (typeof content === 'string' || Buffer.isBuffer(content)) {
      this.digests[path] = `sha256:${createHash('sha256').update(content).digest('hex')}`;
      this.zip.addBuffer(Buffer.from(content), path, options);
    } else {
      const hash = createHash('sha256');
      const hashed = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          hash.update(chunk);
          done(null, chunk);
        },
      });
      this.zip.addReadStream(hashed, path, options);
      await pipeline(content, hashed, { signal });
      this.digests[path] = `sha256:${hash.digest('hex')}`;
    }
    if (this.stream.writableNeedDrain) await once(this.stream, 'drain', { signal });
  }

  /** Ends the pack with a list of its files and their digests. */
  async finish(): Promise<void> {
    await this.add('manifest.json', JSON.stringify({ format, files: this.digests }));
    this.end();
  }

  end(): void {
    this.zip.end();
  }

  /** Whoever reads the pack learns that it broke off. */
  fail(error: Error): void {
    this.stream.destroy(error);
  }
}
