import { oneLine } from '../../functions/model/one-line.ts';
import type { NamespaceSecurity } from '../../functions/model/pod-security.ts';
import type { Block, Cell } from '../blocks.ts';
import { cutRowsNote } from '../cut-note.ts';
import type { ClusterReport } from '../report-input.ts';
import { sectionNumbers } from '../section-numbers.ts';
import { counted, levelWords } from '../words.ts';

const namespacesShownMax = 60;
const refusedShownMax = 6;

/** What Pod Security Admission enforces in each namespace, and what it could enforce today. */
export function podSecuritySection({ assessment, digests }: ClusterReport): readonly Block[] {
  const heading: Block = {
    kind: 'heading',
    level: 1,
    text: `${sectionNumbers.podSecurity} Pod security by namespace`,
  };
  const namespaces = assessment.podSecurity;
  if (namespaces.length === 0) {
    return [heading, { kind: 'paragraph', text: 'No namespace was seen.' }];
  }
  const shown = namespaces.toSorted(worthKnowingFirst).slice(0, namespacesShownMax);
  const cut = {
    all: namespaces.length,
    shown: shown.length,
    noun: 'namespace',
    file: { name: 'assessment.json', digest: digests.assessment },
  };
  return [
    {
      kind: 'group',
      blocks: [heading, { kind: 'paragraph', text: summaryText(namespaces) }, ...cutRowsNote(cut)],
      keepsWithNext: true,
    },
    {
      kind: 'table',
      summary: 'Level of the Pod Security Standards that each namespace enforces and could enforce',
      columns: [
        { header: 'Namespace', weight: 25 },
        { header: 'Enforced', weight: 18 },
        { header: 'All pods pass', weight: 16 },
        { header: 'Can be raised to', weight: 17 },
        { header: 'Workloads', weight: 13, align: 'right' },
        { header: 'Refused by the enforced level', weight: 34 },
      ],
      rows: shown.map(namespaceRow),
    },
    ...unseenBlocks(shown),
  ];
}

function summaryText(namespaces: readonly NamespaceSecurity[]): string {
  const raisable = namespaces.filter(({ canEnforce }) => canEnforce !== undefined).length;
  const without = namespaces.filter(({ enforce }) => enforce.level === 'privileged').length;
  const counts =
    `${counted(namespaces.length, 'namespace')}: ${without} ` +
    `${without === 1 ? 'enforces' : 'enforce'} no more than privileged, which refuses nothing. In ` +
    `${raisable} the label can be raised today: every pod that is there or that a workload will ` +
    'make next passes the stricter level.';
  const command =
    raisable === 0
      ? ''
      : ' To raise it: kubectl label namespace NAMESPACE ' +
        'pod-security.kubernetes.io/enforce=LEVEL --overwrite.';
  return `${counts}${command}`;
}

/** What the label would refuse or could do comes before namespaces that are as they can be. */
function worthKnowingFirst(left: NamespaceSecurity, right: NamespaceSecurity): number {
  return worth(left) - worth(right) || (left.namespace < right.namespace ? -1 : 1);
}

function worth({ refused, faults, canEnforce, missing }: NamespaceSecurity): number {
  if (refused.length > 0 || faults.length > 0) return 0;
  if (canEnforce !== undefined) return 1;
  return missing.length > 0 ? 2 : 3;
}

function namespaceRow(security: NamespaceSecurity): readonly Cell[] {
  const { namespace, enforce, faults, workloads } = security;
  return [
    { text: oneLine(namespace), isStrong: true },
    [`${levelWords[enforce.level]}, ${enforce.version}`, ...faults.map(oneLine)].join('\n'),
    passesCell(security),
    raisedCell(security),
    `${workloads}`,
    refusedText(security.refused),
  ];
}

function passesCell({ passes, missing, workloads }: NamespaceSecurity): Cell {
  if (passes === undefined) {
    return missing.length === 0 && workloads === 0 ? 'No pods' : notKnown;
  }
  return missing.length === 0 ? levelWords[passes] : `${levelWords[passes]}, by what was seen`;
}

function raisedCell({ canEnforce, missing }: NamespaceSecurity): Cell {
  if (canEnforce !== undefined) {
    return { text: levelWords[canEnforce], tone: 'good', isStrong: true };
  }
  return missing.length > 0 ? notKnown : '–';
}

const notKnown: Cell = { text: 'Not known', tone: 'high', isStrong: true };

function refusedText(refused: readonly string[]): string {
  if (refused.length === 0) return '–';
  const shown = refused.slice(0, refusedShownMax).map(oneLine).join(', ');
  const rest = refused.length - refusedShownMax;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}

/** What is missing is mostly the same for all namespaces, so it is said once. */
function unseenBlocks(namespaces: readonly NamespaceSecurity[]): readonly Block[] {
  const missing = [...new Set(namespaces.flatMap((security) => security.missing))];
  if (missing.length === 0) return [];
  const shown = missing.slice(0, refusedShownMax).map(oneLine).join('; ');
  const rest = missing.length - refusedShownMax;
  const text = `Not known, because this was not seen: ${shown}${rest > 0 ? `; and ${rest} more` : ''}.`;
  return [{ kind: 'paragraph', size: 'small', tone: 'muted', text }];
}
