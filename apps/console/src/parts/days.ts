/** A day begins and ends in Asia/Shanghai, whatever the clock of this device says. */
export const beginOf = (day: string): string => `${day}T00:00:00+08:00`;

/** The last day is part of it: what is told to the server is the moment after. */
export const endOf = (day: string): string => new Date(Date.parse(beginOf(day)) + 86_400_000).toISOString();
