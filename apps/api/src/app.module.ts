import { Module, type DynamicModule } from '@nestjs/common';
import { AuditModule } from './audit/audit.module.ts';
import { Certificates } from './certificates/certificates.ts';
import { Clock } from './clock.ts';
import { Config } from './config/config.ts';
import { Database } from './database/database.ts';
import { DepartmentsModule } from './departments/departments.module.ts';
import { DirectoryModule } from './directory/directory.module.ts';
import { DocumentsModule } from './documents/documents.module.ts';
import { DraftsModule } from './drafts/drafts.module.ts';
import { EventsModule } from './events/events.module.ts';
import { HealthModule } from './health/health.module.ts';
import { IdentityModule } from './identity/identity.module.ts';
import { ImportsModule } from './imports/imports.module.ts';
import { InspectionModule } from './inspection/inspection.module.ts';
import { InstitutionsModule } from './institutions/institutions.module.ts';
import { LetterKeys } from './letter-keys/letter-keys.ts';
import { OverviewModule } from './overview/overview.module.ts';
import { PeopleModule } from './people/people.module.ts';
import { PhrasesModule } from './phrases/phrases.module.ts';
import { ReasonsModule } from './reasons/reasons.module.ts';
import { PapersModule } from './papers/papers.module.ts';
import { ReferralsModule } from './referrals/referrals.module.ts';
import { Secrets } from './secrets/secrets.ts';
import { VerificationModule } from './verification/verification.module.ts';
import { WorklistModule } from './worklist/worklist.module.ts';

/** What exists before the application does, and what every feature may ask for. */
export interface Parts {
  config: Config;
  database: Database;
  secrets: Secrets;
  letterKeys: LetterKeys;
  certificates: Certificates;
  clock: Clock;
}

@Module({})
class PartsModule {}

const parts = ({ config, database, secrets, letterKeys, certificates, clock }: Parts): DynamicModule => ({
  module: PartsModule,
  global: true,
  providers: [
    { provide: Config, useValue: config },
    { provide: Database, useValue: database },
    { provide: Secrets, useValue: secrets },
    { provide: LetterKeys, useValue: letterKeys },
    { provide: Certificates, useValue: certificates },
    { provide: Clock, useValue: clock },
  ],
  exports: [Config, Database, Secrets, LetterKeys, Certificates, Clock],
});

/** Every feature, one line each. */
@Module({
  imports: [
    HealthModule,
    IdentityModule,
    InstitutionsModule,
    DepartmentsModule,
    PeopleModule,
    ReasonsModule,
    PhrasesModule,
    DirectoryModule,
    ImportsModule,
    AuditModule,
    EventsModule,
    ReferralsModule,
    DraftsModule,
    PapersModule,
    DocumentsModule,
    InspectionModule,
    WorklistModule,
    OverviewModule,
    VerificationModule,
  ],
})
export class AppModule {
  static with(existing: Parts): DynamicModule {
    return { module: AppModule, imports: [parts(existing)] };
  }
}
