import { Type } from 'class-transformer';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Count, Text } from './fields.ts';

/** How many entries a page may have; a query string holds text, so the number is read out of it first. */
export const Limit = (max: number, usual: number) =>
  applyDecorators(
    Type(() => Number),
    Count({ min: 1, max, example: usual, optional: true, about: `Entries on a page, ${usual} unless given.` }),
  );

/** Where the next page begins, as the page before said. */
export const Cursor = () =>
  Text({ max: 500, example: 'WyIyMDI2LTExLTIyVDA0OjQ5OjIwLjAwMFoiXQ', optional: true, about: 'nextCursor of the page before.' });

export class PageQuery {
  @Limit(200, 50) limit?: number;
  @Cursor() cursor?: string;
}

/** What every page has beside its items. */
export class Page {
  @ApiProperty({
    type: 'string',
    nullable: true,
    example: 'WyIyMDI2LTExLTIyVDA0OjQ5OjIwLjAwMFoiXQ',
    description: 'Ask with it for the next page; null on the last.',
  })
  nextCursor!: string | null;
}
