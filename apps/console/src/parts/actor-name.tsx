import { useWords } from '../i18n/words.ts';
import { partsWords } from './words.ts';

interface Props {
  actor: { name: string; onBehalfOf: { name: string } | null; warrantNo?: string | null };
}

/** Both names wherever a substitute acted. */
export function ActorName({ actor: { name, onBehalfOf, warrantNo } }: Props) {
  const say = useWords(partsWords);
  if (!onBehalfOf) return <>{name}</>;
  return (
    <span title={warrantNo ? say('warrant', { number: warrantNo }) : undefined}>
      {say('onBehalfOf', { name, holder: onBehalfOf.name })}
    </span>
  );
}
