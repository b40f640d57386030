import type { Assessment, Score } from '../../functions/model/assessment.ts';
import { domains, severities } from '../../functions/model/verdict.ts';
import type { Block, ScoreRow, TableBlock } from '../blocks.ts';
import type { ClusterReport } from '../report-input.ts';
import {
  counted,
  coveragePercent,
  coverageText,
  domainWords,
  listed,
  nothingToCompare,
  nothingWorse,
  pointsText,
  scoreText,
  sentence,
  severityWords,
  utc,
} from '../words.ts';

const fixesShownMax = 3;
const reasonsShownMax = 8;

/** The one page that a reader without time reads. */
export function managementSection({ assessment }: ClusterReport): readonly Block[] {
  return [
    { kind: 'heading', level: 1, text: '1 Summary for management', bookmark: '1 Summary' },
    { kind: 'paragraph', size: 'lead', text: verdictText(assessment) },
    ...cautions(assessment),
    { kind: 'heading', level: 2, text: 'Score' },
    { kind: 'scores', rows: scoreRows(assessment) },
    { kind: 'paragraph', size: 'small', tone: 'muted', text: howToRead(assessment.score) },
    { kind: 'heading', level: 2, text: 'Change against the previous scan' },
    ...changeBlocks(assessment),
    { kind: 'heading', level: 2, text: 'What to do first' },
    ...fixBlocks(assessment),
  ];
}

function verdictText({ cluster, score, findings }: Assessment): string {
  const counts = severities
    .map((severity) => ({
      severity,
      count: findings.filter((finding) => finding.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severityWords[severity].toLowerCase()}`);
  const found =
    counts.length === 0
      ? 'No finding is open.'
      : `${counted(findings.length, 'finding')} ${findings.length === 1 ? 'is' : 'are'} open: ` +
        `${listed(counts)}.`;
  if (score === null) {
    return `The cluster ${cluster.name} has no score, because nothing could be evaluated. ${found}`;
  }
  const scored = `scores ${pointsText(score.headline)} of 100 points, grade ${score.grade}`;
  return `The cluster ${cluster.name} ${scored}. ${found}`;
}

/** What was not evaluated is said before the numbers that it leaves open. */
function cautions({ score, results }: Assessment): readonly Block[] {
  const open = results.filter(({ isEvaluated }) => !isEvaluated);
  if (open.length === 0) return [];
  const which = open.length === 1 ? 'this control' : 'these controls';
  const effect =
    score === null
      ? 'No data gives no score.'
      : `With ${which} evaluated the score may be anything from ${pointsText(score.lower)} to ` +
        `${pointsText(score.upper)}.`;
  return [
    {
      kind: 'note',
      tone: 'attention',
      title: `${open.length} of ${counted(results.length, 'control')} could not be evaluated fully`,
      text: `${listed(open.map(({ id }) => id))}. ${effect} Section 2 says what was missing.`,
    },
  ];
}

function scoreRows({ score, domainScores, results }: Assessment): readonly ScoreRow[] {
  return [
    { label: 'Cluster', isTotal: true, score: drawable(score), coverage: coverageText(results) },
    ...domains.map((domain) => ({
      label: domainWords[domain],
      score: drawable(domainScores[domain]),
      coverage: coverageText(results.filter((result) => result.domain === domain)),
    })),
  ];
}

function drawable(score: Score): ScoreRow['score'] {
  if (score === null) return undefined;
  const { headline, lower, upper, grade } = score;
  return { headline, lower, upper, grade };
}

function howToRead(score: Score): string {
  const scale =
    'The scale runs from 0 to 100. The band is the interval that unevaluated controls leave ' +
    'open: its left end if all of them failed, its right end if all of them passed. ' +
    'The upright line is the headline score.';
  if (score === null) return scale;
  const percent = coveragePercent(score);
  const rule =
    percent < 95
      ? `Coverage is ${percent} %, which is below 95 %: the lower end is the headline.`
      : `Coverage is ${percent} %: the upper end is the headline.`;
  return `${scale} ${rule}`;
}

function changeBlocks({ changes, score }: Assessment): readonly Block[] {
  const { previous, regressions } = changes;
  if (previous === undefined) {
    return [{ kind: 'paragraph', text: nothingToCompare(changes) }];
  }
  const before = `The scan of ${utc(previous.takenAt)} came to ${scoreText(previous.score)}`;
  const lines = [`${before}; this one comes to ${scoreText(score)}.`];
  if (previous.rescored !== undefined) {
    lines.push(
      `The catalogue has changed since. Under the present one the previous scan ` +
        `comes to ${scoreText(previous.rescored.score)}.`,
    );
  }
  if (previous.notComparable !== undefined) lines.push(sentence(previous.notComparable));
  lines.push(
    `${counted(changes.new.length, 'finding')} new, ${changes.resolved.length} resolved, ` +
      `${changes.unchanged} unchanged, ${changes.notComparable.length} not comparable.`,
  );
  const rest = regressions.length - reasonsShownMax;
  const more = rest > 0 ? [`And ${counted(rest, 'more reason')}, listed in section 6.`] : [];
  const reasons = regressions.slice(0, reasonsShownMax).map(({ text }) => sentence(text));
  if (reasons.length === 0) {
    return [{ kind: 'paragraph', text: `${lines.join(' ')} ${nothingWorse(changes)}` }];
  }
  return [
    { kind: 'paragraph', text: `${lines.join(' ')} What got worse, worst first:` },
    { kind: 'list', items: [...reasons, ...more] },
  ];
}

function fixBlocks({ topFixes, results, score }: Assessment): readonly Block[] {
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
      { header: 'Findings', weight: 11, align: 'right' },
      { header: 'Score after', weight: 14, align: 'right' },
    ],
    rows: topFixes
      .slice(0, fixesShownMax)
      .map((fix, index) => [
        `${index + 1}`,
        { text: fix.controlId, isStrong: true },
        results.find(({ id }) => id === fix.controlId)?.remediation ?? '',
        `${fix.findings}`,
        { text: pointsText(fix.scoreAfter), isStrong: true },
      ]),
  };
  const now = score === null ? '' : ` The score now is ${pointsText(score.headline)}.`;
  return [
    {
      kind: 'paragraph',
      text: `Each line assumes that the lines above it are done.${now}`,
    },
    table,
  ];
}
