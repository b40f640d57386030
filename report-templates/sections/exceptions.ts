import type { ExceptionScope, ExceptionUse } from '../../functions/model/exceptions.ts';
import { exceptionsInForce } from '../../functions/model/exceptions-in-force.ts';
import { oneLine } from '../../functions/model/one-line.ts';
import type { Block, Cell, TableBlock } from '../blocks.ts';
import { cutRowsNote } from '../cut-note.ts';
import type { ClusterReport } from '../report-input.ts';
import { sectionNumbers } from '../section-numbers.ts';
import type { Tone } from '../theme.ts';
import { counted, exceptionStateWords, grouped, listed, scoreText, sentence } from '../words.ts';

const exceptionsShownMax = 50;

/** The register of accepted risks, what needs a decision first. */
export function exceptionsSection({ assessment, digests }: ClusterReport): readonly Block[] {
  const heading: Block = {
    kind: 'heading',
    level: 1,
    text: `${sectionNumbers.exceptions} Exceptions`,
  };
  const { exceptions, exceptionsDigest, score, netScore } = assessment;
  if (exceptionsDigest === undefined) {
    return [heading, { kind: 'paragraph', text: withoutFile }];
  }
  const register = exceptions.filter(({ state }) => state !== 'otherCluster');
  const introduction: Block = {
    kind: 'paragraph',
    text: [
      countsText(exceptions),
      ...(exceptionsInForce(exceptions).length === 0
        ? []
        : [
            `The score is ${scoreText(score)} with every finding, and ${scoreText(netScore)} ` +
              'without those that are accepted (net).',
          ]),
    ].join(' '),
  };
  const source: Block = {
    kind: 'keyValues',
    rows: [{ label: 'SHA-256 of the file', value: exceptionsDigest, isCode: true }],
  };
  const head: Block = {
    kind: 'group',
    blocks: [heading, introduction, source],
    keepsWithNext: register.length > 0,
  };
  if (register.length === 0) return [head];
  const shown = register.toSorted(mostUrgentFirst).slice(0, exceptionsShownMax);
  const cut = {
    all: register.length,
    shown: shown.length,
    noun: 'exception',
    file: { name: 'findings.json', digest: digests.findings },
  };
  return [head, ...cutRowsNote(cut), registerTable(shown)];
}

const withoutFile =
  'No file of exceptions was given for this scan: no finding is accepted, and all of them are open.';

/** `2 exceptions are in force, 1 of them unused; 1 is expired.` */
function countsText(exceptions: readonly ExceptionUse[]): string {
  const count = (state: ExceptionUse['state']): number =>
    exceptions.filter((exception) => exception.state === state).length;
  const inForce = exceptionsInForce(exceptions).length;
  const wide = exceptions.filter(({ tooWide }) => tooWide !== undefined).length;
  const parts = [
    `${counted(inForce, 'exception')} in force`,
    ...part(count('unused'), 'of them unused'),
    ...part(count('expired'), 'expired'),
    ...part(count('pending'), 'granted for later'),
    ...part(wide, 'too wide'),
    ...part(count('otherCluster'), 'for other clusters, which are not shown here'),
  ];
  return `The file of exceptions has ${counted(exceptions.length, 'entry', 'entries')}: ${listed(parts)}.`;
}

function part(count: number, words: string): readonly string[] {
  return count === 0 ? [] : [`${grouped(count)} ${words}`];
}

function mostUrgentFirst(left: ExceptionUse, right: ExceptionUse): number {
  return urgency(left) - urgency(right) || (left.expires < right.expires ? -1 : 1);
}

function urgency({ state, tooWide }: ExceptionUse): number {
  if (state === 'expired') return 0;
  if (state === 'unused') return 1;
  if (tooWide !== undefined) return 2;
  return state === 'active' ? 3 : 4;
}

function registerTable(exceptions: readonly ExceptionUse[]): TableBlock {
  return {
    kind: 'table',
    summary: 'Exceptions with their scope, state and expiry, reason and compensating control',
    columns: [
      { header: 'Exception', weight: 23 },
      { header: 'Control', weight: 11 },
      { header: 'Scope', weight: 26 },
      { header: 'State', weight: 13 },
      { header: 'Matched', weight: 11, align: 'right' },
      { header: 'Expires', weight: 16 },
      { header: 'Approver', weight: 24 },
    ],
    rows: exceptions.map((exception) => [
      { text: oneLine(exception.id), isStrong: true },
      exception.control,
      oneLine(scopeText(exception.scope)),
      stateCell(exception),
      grouped(exception.findings),
      exception.expires,
      oneLine(exception.approver),
    ]),
    details: exceptions.map(detailText),
  };
}

const stateTones = {
  active: 'good',
  unused: 'high',
  expired: 'critical',
  pending: 'muted',
  otherCluster: 'muted',
} as const satisfies Readonly<Record<ExceptionUse['state'], Tone>>;

function stateCell({ state, tooWide }: ExceptionUse): Cell {
  const word = exceptionStateWords[state];
  if (tooWide === undefined) return { text: word, tone: stateTones[state], isStrong: true };
  const tone = state === 'active' || state === 'pending' ? 'high' : stateTones[state];
  return { text: `${word}, too wide`, tone, isStrong: true };
}

function scopeText({ cluster, namespace, subject }: ExceptionScope): string {
  const parts = [
    ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
    ...(namespace === undefined ? [] : [`namespace ${namespace}`]),
    ...(subject === undefined ? [] : [subject]),
  ];
  return parts.length === 0 ? 'Everything' : parts.join(', ');
}

function detailText(exception: ExceptionUse): string {
  const { reason, compensatingControl, requester, granted, tooWide } = exception;
  return [
    ...(tooWide === undefined ? [] : [`Too wide: ${sentence(oneLine(tooWide))}`]),
    `Reason: ${sentence(oneLine(reason))}`,
    `Compensating control: ${sentence(oneLine(compensatingControl))}`,
    `Requested by ${oneLine(requester)}, granted ${granted}.`,
  ].join('\n');
}
