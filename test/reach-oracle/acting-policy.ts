import type { JudgedRule } from './packet.ts';
import type { PodEnd } from './question.ts';

/** A policy that acts on the subject of a question, with its rules judged for the packet. */
export type ActingPolicy = {
  readonly name: string;
  /** `admin`, `network` and `baseline`, or the name of a Calico tier. */
  readonly tier: string;
  /** Where in the network tier: Cilium denies first, policies of Calico stand by their order. */
  readonly group: 'ciliumDeny' | 'additive' | 'ordered';
  readonly order: number;
  /** Whether what nothing in the tier allows is denied. */
  readonly isolates: boolean;
  readonly rules: readonly JudgedRule[];
};

export type IsSelected = (end: PodEnd) => boolean;

/** Names of DNS: `*` stands for one or more whole labels, at the front. */
export function isDnsName(name: string, pattern: string): boolean {
  const [wanted, given] = [pattern, name].map((text) => text.toLowerCase().replace(/\.$/, ''));
  if (wanted === undefined || given === undefined) return false;
  return wanted.startsWith('*.')
    ? given.endsWith(wanted.slice(1)) && given.length >= wanted.length
    : given === wanted;
}
