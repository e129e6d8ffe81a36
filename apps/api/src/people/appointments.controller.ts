import {
  AppointmentResponse,
  AppointmentsPageResponse,
  AppointmentsQuery,
  CreateAppointmentRequest,
  EndAppointmentRequest,
  VacanciesResponse,
  type Language,
} from '@countersign/contract';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '../clock.ts';
import { Database, type Transaction } from '../database/database.ts';
import { Once, once, type RequestKey } from '../database/once.ts';
import { PathId } from '../http/path-id.ts';
import { ReaderLanguage } from '../http/reader-language.ts';
import type { Caller } from '../identity/caller.ts';
import { May, Who } from '../identity/guard.ts';
import { createAppointment } from './create-appointment.ts';
import { endAppointment } from './end-appointment.ts';
import { listAppointments } from './list-appointments.ts';
import { listVacancies } from './list-vacancies.ts';

@ApiTags('people')
@Controller('appointments')
export class AppointmentsController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who holds or held which office' })
  @ApiOkResponse({ type: AppointmentsPageResponse })
  list(
    @Who() who: Caller,
    @Query() query: AppointmentsQuery,
    @ReaderLanguage() language: Language,
  ): Promise<AppointmentsPageResponse> {
    return listAppointments(this.db, who, query, language);
  }

  @Get('vacancies')
  @ApiOperation({ summary: 'Offices that nobody holds now, and the chains that stop there' })
  @ApiOkResponse({ type: VacanciesResponse })
  vacancies(@Who() who: Caller, @ReaderLanguage() language: Language): Promise<VacanciesResponse> {
    return listVacancies(this.db, who, language, this.clock.now());
  }

  @May('administer')
  @Post()
  @ApiOperation({ summary: 'Appoint a person to an office, from–until' })
  @ApiCreatedResponse({ type: AppointmentResponse })
  create(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @Body() body: CreateAppointmentRequest,
    @ReaderLanguage() language: Language,
  ): Promise<AppointmentResponse> {
    const at = this.clock.now();
    return once(this.db, who, key, at, (tx) => createAppointment(tx, who, body, language, at));
  }

  @May('administer')
  @Post(':id/end')
  @HttpCode(200)
  @ApiOperation({ summary: 'End an appointment, now or later' })
  @ApiOkResponse({ type: AppointmentResponse })
  end(
    @Who() who: Caller,
    @Once() key: RequestKey,
    @PathId() id: string,
    @Body() body: EndAppointmentRequest,
    @ReaderLanguage() language: Language,
  ): Promise<AppointmentResponse> {
    const work = (tx: Transaction) => endAppointment(tx, who, id, body, language, this.clock);
    return once(this.db, who, key, this.clock.now(), work);
  }
}
