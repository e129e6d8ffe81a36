import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeInPreview } from '../openapi/describe-in-preview.ts';

const file = fileURLToPath(new URL('../../../../docs/openapi.json', import.meta.url));

/** `npm run openapi`: writes the API's description to docs/openapi.json. */
writeFileSync(file, `${JSON.stringify(await describeInPreview(), null, 2)}\n`);
console.log('docs/openapi.json');
