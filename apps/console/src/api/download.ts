import { api } from './client.ts';
import { NetworkError } from './problem.ts';

/** Fetches a file in the reader's language and hands it to the browser to keep, under the name that the server gave. */
export async function download(path: string): Promise<void> {
  const response = await api.file(path);
  const file = await response.blob().catch((error: unknown) => {
    throw new NetworkError(String(error));
  });
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = nameIn(response.headers.get('content-disposition')) ?? path.split('/').at(-1)!.split('?')[0]!;
  link.click();
  // Not at once: some browsers read it a moment later.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** RFC 6266: the encoded name before the plain one. */
function nameIn(disposition: string | null): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="([^"]+)"/i.exec(disposition ?? '')?.[1] ?? null);
}
