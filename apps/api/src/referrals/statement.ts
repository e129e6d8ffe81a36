interface Part {
  name: string;
  places: string[];
  sql: (...places: string[]) => string;
}

interface Prepared {
  name: string;
  text: string;
}

/** PostgreSQL cuts names at 63 bytes; the parts of a statement name it for this process. */
const known = new Map<string, Prepared>();

/** A statement put together from parts; the same parts always make the same text, so it is made and prepared once. */
export class Statement {
  private readonly parts: Part[] = [];
  readonly values: unknown[] = [];

  /**
   * Adds a part and answers its name, by which later parts refer to the rows it returns. `sql` is given the place of
   * each value ($1, $2, …) and may depend on nothing else than the part's name.
   */
  add(name: string, values: readonly unknown[], sql: (...places: string[]) => string): string {
    this.parts.push({ name, places: values.map((value) => `$${this.values.push(value)}`), sql });
    return name;
  }

  /** The statement, ending with `last`. */
  prepared(last: string): Prepared {
    const names = this.parts.map(({ name }) => name).join('-');
    let prepared = known.get(names);
    if (!prepared) {
      const parts = this.parts.map(({ name, places, sql }) => `${name} AS (${sql(...places)})`);
      prepared = { name: `act-${known.size + 1}`, text: `WITH ${parts.join(',\n')}\n${last}` };
      known.set(names, prepared);
    }
    return prepared;
  }
}
