import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createDataSource } from '../database/data-source.ts';
import { Database } from '../database/database.ts';
import { describeSchema } from '../database/describe-schema.ts';
import { serveInMemory } from '../database/embedded/embedded.ts';
import { migrate } from '../database/migrate.ts';

const file = fileURLToPath(new URL('../../../../migrations/schema.sql', import.meta.url));

/** `npm run schema`: writes migrations/schema.sql from a new database that has had every migration. */
const embedded = await serveInMemory();
const database = new Database(await createDataSource(embedded.url, 2).initialize());
await migrate(database);
writeFileSync(file, await describeSchema(database));
await database.close();
await embedded.close();
console.log('migrations/schema.sql');
