// npm run diagrams: draws docs/chains/ from the machines themselves, in the words that people read.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, requireNode, root } from './prepare.mjs';

requireNode();
install();
build();
const { chainPages } = await import('../libs/policy/dist/draw-chain.js');
const words = await import('../libs/contract/dist/words.js');

const folder = join(root, 'docs', 'chains');
mkdirSync(folder, { recursive: true });
for (const { file, page } of chainPages(words)) {
  writeFileSync(join(folder, file), page);
  console.log(`docs/chains/${file}`);
}
