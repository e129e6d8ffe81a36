import { Module } from '@nestjs/common';
import { AppointmentsController } from './appointments.controller.ts';
import { PeopleController } from './people.controller.ts';
import { SubstitutesController } from './substitutes.controller.ts';

@Module({ controllers: [PeopleController, AppointmentsController, SubstitutesController] })
export class PeopleModule {}
