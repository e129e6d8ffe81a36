import type { Language, LetterVerdictResponse, VerifiedLetterResponse } from '@countersign/contract';
import type { LetterClaims } from '@countersign/evidence';
import { sayStatus } from './say-status.ts';
import type { Verdict } from './verify-letter.ts';

/** A verdict as a program reads it. */
export function describeVerdict({ status, at, proved }: Verdict, language: Language): LetterVerdictResponse {
  const letter = proved ? shown(proved.claims) : null;
  const facts = { institution: letter?.institution ?? '', validUntil: letter?.validUntil ?? '' };
  return { status, ...sayStatus(status, facts, language), letter, checkedAt: at.toISOString() };
}

function shown(claims: LetterClaims): VerifiedLetterResponse {
  const { institution, seq: _, head: __, ...said } = claims;
  return { ...said, institution: institution.name };
}
