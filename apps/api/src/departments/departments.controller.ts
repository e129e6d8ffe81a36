import {
  ChangeDepartmentRequest,
  CreateDepartmentRequest,
  DepartmentResponse,
  DepartmentsQuery,
  DepartmentsResponse,
} from '@countersign/contract';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { Once, once, type RequestKey } from '../database/once.ts';
import { PathId } from '../http/path-id.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { changeDepartment } from './change-department.ts';
import { createDepartment } from './create-department.ts';
import { deleteDepartment } from './delete-department.ts';
import { listDepartments } from './list-departments.ts';

@ApiTags('departments')
@Controller('departments')
export class DepartmentsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The departments of my institution' })
  @ApiOkResponse({ type: DepartmentsResponse })
  list(@Who() who: Caller, @Query() query: DepartmentsQuery): Promise<DepartmentsResponse> {
    return listDepartments(this.db, who, query);
  }

  @May('administer')
  @Post()
  @ApiOperation({ summary: 'Create a department' })
  @ApiCreatedResponse({ type: DepartmentResponse })
  create(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Body() body: CreateDepartmentRequest,
  ): Promise<DepartmentResponse> {
    const at = this.clock.now();
    return once(this.db, who, key, at, (tx) => createDepartment(tx, who, body, at));
  }

  @May('administer')
  @Patch(':id')
  @ApiOperation({ summary: 'Rename a department, or make it active or inactive' })
  @ApiOkResponse({ type: DepartmentResponse })
  change(
    @Who() who: Caller,
    @PathId() id: string,
    @Body() body: ChangeDepartmentRequest,
  ): Promise<DepartmentResponse> {
    return this.db.transaction((tx) => changeDepartment(tx, who, id, body, this.clock.now()));
  }

  @May('administer')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a department that was never used' })
  @ApiNoContentResponse()
  delete(@Who() who: Caller, @PathId() id: string): Promise<void> {
    return this.db.transaction((tx) => deleteDepartment(tx, who, id, this.clock.now()));
  }
}
