import { migrations } from '@countersign/migrations';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { entities } from './entities/index.ts';

const int8 = 20;
const date = 1082;

/**
 * Dates stay text ("2026-11-22"): `pg` would read them as midnight of this machine's time zone. Counts are numbers:
 * none of ours passes 2^53.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === date) return (text: string) => text;
    if (oid === int8) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

/**
 * A data source that never changes the schema by itself; see migrate.ts. A statement that takes longer than
 * `longestStatement` milliseconds is stopped; 0 lets each take what it takes.
 */
export function createDataSource(url: string, poolSize: number, longestStatement = 0): DataSource {
  return new DataSource({
    type: 'postgres',
    entities,
    migrations,
    migrationsTableName: 'migration',
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
    logging: false,
    extra: {
      // TypeORM would lose the parameters (sslmode, host of a socket) of an address given as `url`.
      connectionString: url,
      max: poolSize,
      // Also for a free one of the pool's connections.
      connectionTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: longestStatement,
      application_name: 'countersign',
      // Whatever the server, its user or its database are set to; the embedded one is set so by itself.
      // A statement is planned once per connection and then kept: each is written so that one plan suits every value.
      options: '-c timezone=UTC -c datestyle=ISO,MDY -c plan_cache_mode=force_generic_plan',
      types,
    },
  });
}
