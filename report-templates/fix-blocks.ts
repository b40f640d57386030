import type { Assessment } from '../functions/model/assessment.ts';
import type { Block, TableBlock } from './blocks.ts';
import { pointsText, signedPoints } from './words.ts';

const fixesShownMax = 3;

/** The fixes that gain most, or why there is none. */
export function fixBlocks({ topFixes, results, score }: Assessment): readonly Block[] {
  if (topFixes.length === 0) {
    const isWhole = score !== null && score.lower === score.upper;
    const text = isWhole
      ? 'There is nothing to fix: no finding is open.'
      : 'No finding is open. What could not be seen holds the score down: section 2 says what it was.';
    return [{ kind: 'paragraph', text }];
  }
  const table: TableBlock = {
    kind: 'table',
    summary: 'The fixes that raise the score most, with the score after each',
    columns: [
      { header: '', weight: 4, align: 'right' },
      { header: 'Control', weight: 13 },
      { header: 'What to do', weight: 54 },
      { header: 'Findings', weight: 10, align: 'right' },
      { header: 'Gain alone', weight: 12, align: 'right' },
      { header: 'Score after', weight: 14, align: 'right' },
    ],
    rows: topFixes
      .slice(0, fixesShownMax)
      .map((fix, index) => [
        `${index + 1}`,
        { text: fix.controlId, isStrong: true },
        firstSentence(results.find(({ id }) => id === fix.controlId)?.remediation ?? ''),
        `${fix.findings}`,
        signedPoints(fix.gain),
        { text: pointsText(fix.scoreAfter), isStrong: true },
      ]),
  };
  const now = score === null ? '' : ` The score now is ${pointsText(score.headline)}.`;
  return [
    {
      kind: 'paragraph',
      text:
        'The gain alone is that of one fix; the score after it counts the fixes above it too.' +
        now,
    },
    table,
  ];
}

/** The rest stands with the findings of the control. */
function firstSentence(text: string): string {
  return /^.*?\.(?= [A-Z])/.exec(text)?.[0] ?? text;
}
