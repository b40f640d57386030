import type {
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  SectionBlock,
} from '@slack/types';
import { type Assessment, previousScoreOf, type Score } from '../model/assessment.ts';
import { clusterId } from '../model/cluster.ts';
import { toldNetScore } from '../model/exceptions-in-force.ts';
import type { Summary, Unreachable } from '../model/scan.ts';
import type { Message } from '../model/world.ts';
import { adviceText, causesText } from './regression-text.ts';
import { andMore, bulletList, code, prose, slackLimits } from './slack-text.ts';

/** How many clusters a message describes; the others are counted. */
export const describedClustersMax = 10;

const textCharsMax = 1_000;
const notAssessedLimits = { lines: 10, chars: 1_500 };

export type WorseFleet = {
  readonly summary: Summary;
  /** Assessments of clusters that got worse, worst first, at most `describedClustersMax`. */
  readonly described: readonly Assessment[];
};

/** The one message of a scan. The same scan makes the same message. */
export function slackMessage({ summary, described }: WorseFleet): Message {
  const headline = headlineOf(summary);
  const head = [header(headline)];
  const tail = [...notAssessedBlocks(summary), footer(summary)];
  const clusters = fittingClusters(described, [...head, ...tail]);
  const worse = summary.clusters.filter(({ regressions }) => regressions > 0).length;
  const rest = andMore(worse - clusters.length).map(restSection);
  return {
    text: fallbackText(headline, described),
    blocks: [...head, ...clusters.flat(), ...rest, ...tail],
  };
}

/** Clusters one after another, as long as Slack takes the message with the `others` in it. */
function fittingClusters(
  described: readonly Assessment[],
  others: readonly KnownBlock[],
): readonly (readonly KnownBlock[])[] {
  const clusters: (readonly KnownBlock[])[] = [];
  const widestRest = andMore(Number.MAX_SAFE_INTEGER).map(restSection);
  let blocks: readonly KnownBlock[] = [...others, ...widestRest];
  for (const assessment of described) {
    const cluster = clusterBlocks(assessment);
    blocks = [...blocks, ...cluster];
    if (blocks.length > slackLimits.blocks) break;
    if (JSON.stringify(blocks).length > slackLimits.messageChars) break;
    clusters.push(cluster);
  }
  return clusters;
}

function restSection(text: string): SectionBlock {
  return section(`${text} that got worse`);
}

function clusterBlocks(assessment: Assessment): readonly KnownBlock[] {
  const advice = adviceText(assessment);
  return [
    section(clusterText(assessment)),
    section(causesText(assessment)),
    ...(advice === undefined ? [] : [section(advice)]),
    divider,
  ];
}

function clusterText(assessment: Assessment): string {
  const { cluster, score, changes } = assessment;
  const netScore = toldNetScore(assessment);
  const before = previousScoreOf(changes);
  const lines = [
    `*${code(cluster.name)}* in ${code(`${cluster.account}/${cluster.region}`)}`,
    before === undefined
      ? `Score ${scoreText(score)}`
      : `Score ${scoreText(before)} → ${scoreText(score)}`,
  ];
  if (netScore !== undefined)
    lines.push(`Net score, without accepted risks: ${scoreText(netScore)}`);
  if (score !== null && score.coverage.evaluated < score.coverage.total) {
    const { evaluated, total } = score.coverage;
    lines.push(`${evaluated} of ${total} controls could be evaluated.`);
  }
  return lines.join('\n');
}

function scoreText(score: Score): string {
  return score === null ? '*no score*' : `*${score.headline}* (${score.grade})`;
}

function headlineOf({ clusters, notAssessed, unreachable }: Summary): string {
  const worse = clusters.filter(({ regressions }) => regressions > 0).length;
  const parts = [
    ...(worse > 0 ? [`${counted(worse, 'cluster')} got worse`] : []),
    ...(notAssessed.length > 0 ? [`${counted(notAssessed.length, 'cluster')} not assessed`] : []),
    ...(unreachable.length > 0 ? [`${counted(unreachable.length, 'place')} not reached`] : []),
  ];
  return `Ringfence: ${parts.join(', ')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function notAssessedBlocks({ notAssessed, unreachable }: Summary): readonly KnownBlock[] {
  const entries = [
    ...notAssessed.map(({ cluster, reason }) => `${code(clusterId(cluster))}: ${prose(reason)}`),
    ...unreachable.map((place) => `${code(placeText(place))}: ${prose(place.reason)}`),
  ];
  if (entries.length === 0) return [];
  return [section(`*Could not be assessed*\n${bulletList(entries, notAssessedLimits)}`)];
}

function placeText({ account, region, name }: Unreachable): string {
  return [account, region, ...(name === undefined ? [] : [name])].join('/');
}

function fallbackText(headline: string, described: readonly Assessment[]): string {
  const clusters = described.map(({ cluster, score, changes }) => {
    const before = previousScoreOf(changes);
    const scores = [...(before === undefined ? [] : [before]), score];
    const path = scores.map((each) => each?.headline ?? 'no score').join(' → ');
    return `${cluster.name} (${path})`;
  });
  return prose([headline, ...clusters].join('. '), textCharsMax);
}

function footer({ scanId, clusters }: Summary): ContextBlock {
  const assessed = `${counted(clusters.length, 'cluster')} assessed`;
  const evidence = code(`scans/${scanId}/`);
  const text = `Scan ${code(scanId)}, ${assessed}. Evidence: ${evidence} in the store.`;
  return { type: 'context', elements: [mrkdwn(text)] };
}

const divider: DividerBlock = { type: 'divider' };

function header(text: string): HeaderBlock {
  const clipped = text.slice(0, slackLimits.headerChars);
  return { type: 'header', text: { type: 'plain_text', text: clipped, emoji: false } };
}

function section(text: string): SectionBlock {
  return { type: 'section', text: mrkdwn(text) };
}

/** `verbatim` keeps Slack from making links of addresses and names that it finds in the text. */
function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}
