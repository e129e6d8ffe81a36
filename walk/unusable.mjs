/** Something whoever runs the walk can put right: said in a sentence, without a stack. */
export class Unusable extends Error {}
