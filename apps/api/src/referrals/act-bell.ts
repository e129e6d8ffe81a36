import type { Act } from '@countersign/policy';
import { Injectable } from '@nestjs/common';

/** An act that this server wrote. */
export interface Rung {
  institutionId: string;
  act: Act;
}

type Listener = (rung: Rung) => void;

/** Rings after an act of this server was written, for whoever does something about it afterwards and need not wait. */
@Injectable()
export class ActBell {
  private readonly listeners: Listener[] = [];

  onRing(listener: Listener): void {
    this.listeners.push(listener);
  }

  ring(rung: Rung): void {
    for (const listener of this.listeners) listener(rung);
  }
}
