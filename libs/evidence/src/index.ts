export { canonical } from './canonical.ts';
export { certificateAlgorithm, certificateHolds, statementOf, type CertificateSignature } from './certificate.ts';
export { algorithmOf, digestAlgorithms, digestOf, digestOfBytes, type Digest, type DigestAlgorithm } from './digest.ts';
export { firstBrokenLink, hashOf, linkTo, originOf, type BrokenLink, type Link } from './hash-chain.ts';
export {
  kidOf,
  makeLetterKey,
  publicLetterKey,
  type LetterKey,
  type LetterKeySet,
  type LetterSigner,
} from './letter-key.ts';
export { fromBase64url, readLetter, signLetter, type LetterClaims, type LetterReading } from './letter-token.ts';
