export { canonical } from './canonical.ts';
export { digestOf, digestOfBytes, type Digest } from './digest.ts';
export { firstBrokenLink, hashOf, linkTo, originOf, type BrokenLink, type Link } from './hash-chain.ts';
