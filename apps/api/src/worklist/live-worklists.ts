import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { Database } from '../database/database.ts';
import type { Caller } from '../identity/caller.ts';
import { Problem } from '../problems/problem.ts';
import { ActBell } from '../referrals/act-bell.ts';
import { LiveInstitution } from './live-institution.ts';
import { WorklistStream } from './worklist-stream.ts';

/** Pages that one session may keep open at once. */
const mostOfSession = 10;

/** Keeps open pages up to date. An institution where none is open costs nothing. */
@Injectable()
export class LiveWorklists implements BeforeApplicationShutdown {
  private readonly institutions = new Map<string, LiveInstitution>();
  private closing = false;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    bell: ActBell,
  ) {
    bell.onRing(({ institutionId }) => this.institutions.get(institutionId)?.ring());
  }

  /** The server would wait for connections that stay open. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    await Promise.all([...this.institutions.values()].map((institution) => institution.close()));
  }

  open(caller: Caller): WorklistStream {
    const { id } = caller.institution;
    const institution = this.institutions.get(id) ?? new LiveInstitution(this.db, this.clock, id);
    if (institution.openOf(caller.session.id) >= mostOfSession) throw new Problem('tooManyStreams', { limit: mostOfSession });
    const stream = new WorklistStream(caller);
    if (this.closing) {
      stream.end();
      return stream;
    }
    this.institutions.set(id, institution);
    institution.join(stream, caller);
    stream.once('close', () => {
      institution.leave(stream);
      if (institution.isEmpty) this.institutions.delete(id);
    });
    return stream;
  }
}
