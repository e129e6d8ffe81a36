import { Clock } from '../../apps/api/src/clock.ts';

/** Runs like any clock, from a time and by jumps that the test chooses. */
export class TestClock extends Clock {
  private offset = 0;

  override now(): Date {
    return new Date(Date.now() + this.offset);
  }

  set(time: Date | string): void {
    this.offset = new Date(time).getTime() - Date.now();
  }

  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = by;
    this.offset += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  }
}
