import type { Finding } from '../functions/model/assessment.ts';
import type { Block } from './blocks.ts';
import { hasCutEvidence, valuesShownMax } from './evidence-text.ts';
import { counted } from './words.ts';

type Shown = {
  readonly all: readonly Finding[];
  readonly shown: readonly Finding[];
  /** SHA-256 of findings.json, where nothing is cut. */
  readonly digest: string;
};

/** Says that a list of findings is cut, by how much, and where the whole of it is. */
export function cutNote({ all, shown, digest }: Shown): readonly Block[] {
  const titles: string[] = [];
  if (shown.length < all.length) {
    titles.push(`Showing ${shown.length} of ${counted(all.length, 'finding')}`);
  }
  if (hasCutEvidence(shown)) titles.push(`Showing at most ${valuesShownMax} values of a finding`);
  if (titles.length === 0) return [];
  return [
    {
      kind: 'note',
      tone: 'information',
      title: titles.join('. '),
      text: `All of them are in findings.json, SHA-256 ${digest}.`,
    },
  ];
}
