import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.ts';
import { isCurrent } from '../database/migrate.ts';
import { Public } from '../identity/guard.ts';
import { Problem } from '../problems/problem.ts';

interface Health {
  status: 'up';
}

/** For whoever keeps the server running: restart it when it is not live, send it nobody when it is not ready. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Public()
  @Get('live')
  @ApiOperation({ summary: 'The process answers' })
  @ApiOkResponse({ schema: { example: { status: 'up' } } })
  live(): Health {
    return { status: 'up' };
  }

  @Public()
  @Get('ready')
  @ApiOperation({ summary: 'The database answers and has the schema of this version' })
  @ApiOkResponse({ schema: { example: { status: 'up' } } })
  async ready(): Promise<Health> {
    if (!(await isCurrent(this.database))) throw new Problem('databaseUnavailable', {});
    return { status: 'up' };
  }
}
