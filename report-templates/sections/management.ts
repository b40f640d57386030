import type { Assessment, Score } from '../../functions/model/assessment.ts';
import {
  acceptedFindings,
  openFindings,
  toldNetScore,
} from '../../functions/model/exceptions-in-force.ts';
import { domains, severities } from '../../functions/model/verdict.ts';
import type { Block, ScoreRow } from '../blocks.ts';
import { fixBlocks } from '../fix-blocks.ts';
import type { ClusterReport } from '../report-input.ts';
import { rulesAndCluster } from '../rules-and-cluster.ts';
import { sectionNumbers } from '../section-numbers.ts';
import { shortened } from '../shortened.ts';
import {
  changeCounts,
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

const reasonsShownMax = 4;
const reasonCharsMax = 150;

/** The one page that a reader without time reads. */
export function managementSection({ assessment }: ClusterReport): readonly Block[] {
  return [
    {
      kind: 'heading',
      level: 1,
      text: `${sectionNumbers.summary} Summary for management`,
      bookmark: `${sectionNumbers.summary} Summary`,
    },
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

function verdictText(assessment: Assessment): string {
  const { cluster, score } = assessment;
  const found = findingsText(assessment);
  if (score === null) {
    return `The cluster ${cluster.name} has no score, because nothing could be evaluated. ${found}`;
  }
  const scored = `scores ${pointsText(score.headline)} of 100 points, grade ${score.grade}`;
  const netScore = toldNetScore(assessment);
  const net =
    netScore === undefined ? '' : `; without accepted risks (net) it is ${scoreText(netScore)}`;
  return `The cluster ${cluster.name} ${scored}${net}. ${found}`;
}

/** An accepted finding is not open, and is not passed over either. */
function findingsText({ findings }: Assessment): string {
  const open = openFindings(findings);
  const accepted = acceptedFindings(findings).length;
  const counts = severities
    .map((severity) => ({
      severity,
      count: open.filter((finding) => finding.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severityWords[severity].toLowerCase()}`);
  const found =
    counts.length === 0
      ? 'No finding is open.'
      : `${counted(open.length, 'finding')} ${open.length === 1 ? 'is' : 'are'} open: ` +
        `${listed(counts)}.`;
  if (accepted === 0) return found;
  const more = `${counted(accepted, 'more finding')} ${accepted === 1 ? 'is' : 'are'}`;
  return `${found} ${more} accepted by an exception.`;
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

function scoreRows(assessment: Assessment): readonly ScoreRow[] {
  const { score, domainScores, results } = assessment;
  const netScore = toldNetScore(assessment);
  const coverage = coverageText(results);
  return [
    { label: 'Cluster', isTotal: true, score: drawable(score), coverage },
    ...(netScore === undefined
      ? []
      : [{ label: 'Cluster, net', isTotal: true, score: drawable(netScore), coverage }]),
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
  for (const { label, value } of rulesAndCluster(previous)) lines.push(`${label}: ${value}`);
  if (previous.notComparable !== undefined) lines.push(sentence(previous.notComparable));
  lines.push(`${changeCounts(changes)}.`);
  const rest = regressions.length - reasonsShownMax;
  const more =
    rest > 0
      ? [`And ${counted(rest, 'more reason')}, listed in section ${sectionNumbers.changes}.`]
      : [];
  const reasons = regressions
    .slice(0, reasonsShownMax)
    .map(({ text }) => sentence(shortened(text, reasonCharsMax)));
  if (reasons.length === 0) {
    return [{ kind: 'paragraph', text: `${lines.join(' ')} ${nothingWorse(changes)}` }];
  }
  return [
    { kind: 'paragraph', text: `${lines.join(' ')} What got worse, worst first:` },
    { kind: 'list', items: [...reasons, ...more] },
  ];
}
