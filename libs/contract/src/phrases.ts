import { ApiProperty } from '@nestjs/swagger';
import { Choice, Prose } from './fields.ts';

export const phraseOwners = ['me', 'institution'] as const;

/** Where a phrase is offered: as an opinion beside a signature, or as the comment of a return. */
export const phraseUses = ['sign', 'return'] as const;
export type PhraseUse = (typeof phraseUses)[number];

export class CreatePhraseRequest {
  @Prose({ max: 200, example: '病情属实，同意转诊。' }) text!: string;
  @Choice(phraseOwners, { example: 'me', optional: true, about: 'Whose phrase it is; my own unless given.' })
  of?: (typeof phraseOwners)[number];
  @Choice(phraseUses, { example: 'sign', optional: true, about: 'Offered when signing, unless it is for returning.' }) use?: PhraseUse;
}

export class ChangePhraseRequest {
  @Prose({ max: 200, example: '病情属实，同意转诊。' }) text!: string;
  @Choice(phraseUses, { example: 'sign', optional: true, about: 'As before unless given.' }) use?: PhraseUse;
}

export class PhraseResponse {
  @ApiProperty({ format: 'uuid', example: '0197a1c2-5b6e-7f00-8a11-2b3c4d5e6f75' }) id!: string;
  @ApiProperty({ enum: phraseOwners, example: 'institution' }) of!: (typeof phraseOwners)[number];
  @ApiProperty({ example: '病情属实，同意转诊。' }) text!: string;
  @ApiProperty({ enum: phraseUses, example: 'sign' }) use!: PhraseUse;
}

export class PhrasesResponse {
  @ApiProperty({ type: [PhraseResponse] }) items!: PhraseResponse[];
}
