/** A case did not go where its sample says. */
export class Astray extends Error {}
