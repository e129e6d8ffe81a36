const shortNames = new Map<string, string>();

/** PostgreSQL cuts names at 63 bytes; the parts of a statement name it for this process. */
function shortNameOf(parts: string): string {
  const known = shortNames.get(parts) ?? `act-${shortNames.size + 1}`;
  shortNames.set(parts, known);
  return known;
}

/** A statement put together from parts; the same parts always make the same text, so it is prepared once. */
export class Statement {
  private readonly ctes: string[] = [];
  private readonly names: string[] = [];
  readonly values: unknown[] = [];

  /** Adds a part and answers its name, by which later parts refer to the rows it returns. */
  add(name: string, sql: (value: (v: unknown) => string) => string): string {
    this.names.push(name);
    this.ctes.push(`${name} AS (${sql((v) => `$${this.values.push(v)}`)})`);
    return name;
  }

  text(select: (value: (v: unknown) => string) => string): { name: string; text: string } {
    const last = select((v) => `$${this.values.push(v)}`);
    return { name: shortNameOf(this.names.join('-')), text: `WITH ${this.ctes.join(',\n')}\n${last}` };
  }
}
