import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database } from '../database/database.ts';
import { isCurrent } from '../database/migrate.ts';
import { Public } from '../identity/guard.ts';
import { PaperScanner } from '../papers/paper-scanner.ts';
import { Problem } from '../problems/problem.ts';

interface Health {
  status: 'up';
}

interface Readiness extends Health {
  /** Without it everything goes on but the reading of new papers, so the server is as ready as it was. */
  virusScanner: 'off' | 'up' | 'down';
}

/** For whoever keeps the server running: restart it when it is not live, send it nobody when it is not ready. */
@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly scanner: PaperScanner,
  ) {}

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
  @ApiOkResponse({ schema: { example: { status: 'up', virusScanner: 'off' } } })
  async ready(): Promise<Readiness> {
    if (!(await isCurrent(this.database))) throw new Problem('databaseUnavailable', {});
    return { status: 'up', virusScanner: this.scanner.state };
  }
}
