import type { Finding } from '../functions/model/assessment.ts';
import type { Block } from './blocks.ts';
import { hasCutEvidence, hasCutValue, valueCharsMax, valuesShownMax } from './evidence-text.ts';
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
  if (hasCutValue(shown)) titles.push(`Showing at most ${valueCharsMax} characters of a value`);
  if (titles.length === 0) return [];
  return [cutTo(titles.join('. '), { name: 'findings.json', digest })];
}

type Rows = {
  readonly all: number;
  readonly shown: number;
  readonly noun: string;
  /** The file where nothing is cut. */
  readonly file: WholeFile;
};

type WholeFile = { readonly name: string; readonly digest: string };

/** The same for the rows of any other table. */
export function cutRowsNote({ all, shown, noun, file }: Rows): readonly Block[] {
  return shown < all ? [cutTo(`Showing ${shown} of ${counted(all, noun)}`, file)] : [];
}

function cutTo(title: string, { name, digest }: WholeFile): Block {
  return {
    kind: 'note',
    tone: 'information',
    title,
    text: `All of them are in ${name}, SHA-256 ${digest}.`,
  };
}
