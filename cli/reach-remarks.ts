import { policyText } from '../functions/assess/reach/explain/explanation-text.ts';
import type { Reach } from '../functions/assess/reach/reach.ts';
import { gapsIn, gapText } from '../functions/model/gaps.ts';
import { oneLine } from '../functions/model/one-line.ts';
import {
  otherPolicyReadIds,
  policyObjectReadIds,
  type ReadId,
  workloadReadIds,
} from '../functions/model/reads.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import type { Terminal } from './terminal.ts';

const listedMax = 5;

/** What a map rests on. */
const mapReads: readonly ReadId[] = [
  'namespaces',
  'pods',
  'networkpolicies',
  'nodes',
  ...workloadReadIds,
  ...otherPolicyReadIds,
  ...policyObjectReadIds,
];

/** Says what a map does not know: reads that failed, faulty policies, policies that change nothing. */
export function tellLimits(
  reach: Reach,
  snapshot: Snapshot,
  terminal: Terminal,
  side?: 'before' | 'after',
): void {
  const prefix = side === undefined ? '' : `${side}: `;
  const { problems, idle, profile } = reach;
  const gaps = gapsIn(snapshot, mapReads).map(gapText);
  const faults = problems.map(
    ({ policy, path, text }) => `${oneLine(policyText(policy))}: ${oneLine(`${path} ${text}`)}`,
  );
  const unread = [...new Set(idle.map(({ ref }) => oneLine(policyText(ref))))];
  tellList(`${prefix}the map may be wrong: ${counted(gaps.length, 'read')} failed`, gaps, terminal);
  tellList(`${prefix}${counted(faults.length, 'fault')} in policies`, faults, terminal);
  const what = `${prefix}${counted(unread.length, 'policy', 'policies')} that profile ${profile.name} does not act on`;
  tellList(what, unread, terminal);
}

/** Says once what would stand in most lines. */
export function tellOtherProtocols(pairs: number, { profile }: Reach, terminal: Terminal): void {
  if (pairs === 0) return;
  terminal.note(
    `note: protocols beside TCP, UDP and SCTP, which lines leave out, are undefined under profile ` +
      `${profile.name} for ${counted(pairs, 'pair')}`,
  );
}

function tellList(title: string, items: readonly string[], terminal: Terminal): void {
  if (items.length === 0) return;
  terminal.note(`warning: ${title}:`);
  for (const item of items.slice(0, listedMax)) terminal.note(`  ${item}`);
  if (items.length > listedMax) terminal.note(`  and ${items.length - listedMax} more`);
}

function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
