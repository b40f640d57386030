import { coveringBlocks, parseCidr } from './cidr.ts';
import type { Direction, Rule } from './network-policy.ts';
import { holdsPorts, type PortRange, partsOfPorts } from './port-ranges.ts';
import { selectsEverything } from './selector.ts';

/** A rule of a policy, with the ports of one protocol that it opens. */
export type OpenRule = Rule & { readonly policy: string; readonly ranges: readonly PortRange[] };

/** Peers that leave nothing denied when they are let through whole. */
export type PeerSet = {
  /** Those of the rules that let all of them through; undefined where the rules do not. */
  readonly rulesFor: (rules: readonly OpenRule[]) => readonly OpenRule[] | undefined;
  readonly textOf: (rules: readonly OpenRule[], direction: Direction) => string;
};

export const everyPeer: PeerSet = {
  rulesFor: (rules) => firstOf(rules, namesNoPeer),
  textOf: everyPeerText,
};

/** Every address of a family, in one block or in several. */
export const everyAddress: readonly PeerSet[] = ([4, 6] as const).map((family) => ({
  rulesFor: (rules) => firstOf(rules, namesNoPeer) ?? rulesOfBlocks(rules, family),
  textOf: (rules, direction) => everyPeerText(rules, direction) + blocksText(rules, family),
}));

/** Pods of every namespace; sources outside of the cluster may still be denied. */
export const everyPod: PeerSet = {
  rulesFor: (rules) => firstOf(rules, (rule) => namesNoPeer(rule) || namesEveryPod(rule)),
  textOf: (rules) => `${policiesText(rules, 'admit')} every pod of the cluster`,
};

function namesNoPeer({ peers }: OpenRule): boolean {
  return peers.length === 0;
}

/** NetworkPolicy v1: without a namespaceSelector a podSelector means the policy's own namespace. */
function namesEveryPod({ peers }: OpenRule): boolean {
  return peers.some(
    ({ namespaceSelector, podSelector }) =>
      namespaceSelector !== undefined &&
      selectsEverything(namespaceSelector) &&
      (podSelector === undefined || selectsEverything(podSelector)),
  );
}

function firstOf(
  rules: readonly OpenRule[],
  opens: (rule: OpenRule) => boolean,
): readonly OpenRule[] | undefined {
  const rule = rules.find(opens);
  return rule === undefined ? undefined : [rule];
}

type IpBlock = NonNullable<Rule['peers'][number]['ipBlock']>;
type Block = { readonly ipBlock: IpBlock; readonly rule: OpenRule };

function blocksOf(rules: readonly OpenRule[], family: 4 | 6): readonly Block[] {
  return rules.flatMap((rule) =>
    rule.peers.flatMap(({ ipBlock }) =>
      ipBlock !== undefined && parseCidr(ipBlock.cidr)?.family === family ? { ipBlock, rule } : [],
    ),
  );
}

/** An exception narrows a block that is whole, and does not make it a named peer. */
function coverOf(rules: readonly OpenRule[], family: 4 | 6): readonly Block[] | undefined {
  return coveringBlocks(blocksOf(rules, family), ({ ipBlock }) => ipBlock.cidr)[0];
}

function rulesOfBlocks(rules: readonly OpenRule[], family: 4 | 6): readonly OpenRule[] | undefined {
  return coverOf(rules, family)?.map(({ rule }) => rule);
}

const peerWord = { ingress: 'source', egress: 'destination' } as const;

function everyPeerText(rules: readonly OpenRule[], direction: Direction): string {
  return `${policiesText(rules, 'allow')} every ${peerWord[direction]}`;
}

function policiesText(rules: readonly OpenRule[], verb: string): string {
  const names = [...new Set(rules.map(({ policy }) => `NetworkPolicy ${policy}`))].sort();
  return `${names.join(' and ')} ${names.length > 1 ? verb : `${verb}s`}`;
}

/** One block without an exception needs no explanation. */
function blocksText(rules: readonly OpenRule[], family: 4 | 6): string {
  const blocks = partsOfPorts(rules.flatMap(({ ranges }) => ranges)).flatMap((part) => {
    const onPart = rules.filter(({ ranges }) => holdsPorts(ranges, part));
    return onPart.some(namesNoPeer) ? [] : (coverOf(onPart, family) ?? []);
  });
  const texts = new Set(blocks.map(({ ipBlock }) => blockText(ipBlock)));
  const isPlain = blocks.every(({ ipBlock: { except } }) => except.length === 0);
  return texts.size < 2 && isPlain ? '' : ` (${[...texts].join(' and ')})`;
}

function blockText({ cidr, except }: IpBlock): string {
  return except.length === 0 ? cidr : `${cidr} except ${except.join(' and ')}`;
}
