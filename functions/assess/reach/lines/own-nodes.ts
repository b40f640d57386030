import type { Profile } from '../profiles/profile.ts';
import type { ClassPart } from './class-parts.ts';

/** Whether peers, by their places, can stand to each other as a pod to its own node. */
export type NodeRule = (source: number, destination: number) => boolean;

/**
 * Point 40: what a pod and its own node may say to each other is not what the blocks of the map say.
 * Tells for which pairs of peers that can matter.
 */
export function nodeRule(
  { ownNode, nodesAreEntities }: Profile,
  parts: readonly (readonly ClassPart[])[],
): NodeRule {
  const isPlain = ownNode.ingress === 'no' && ownNode.egress === 'no' && !nodesAreEntities;
  if (isPlain) return () => false;
  const homes = parts.map(homesOf);
  return (source, destination) => {
    const [from, to] = [homes[source], homes[destination]];
    if (from === undefined || to === undefined || !(from.hasHost || to.hasHost)) return false;
    return from.isUnplaced || to.isUnplaced || haveCommonNode(from, to);
  };
}

type Homes = {
  readonly hasHost: boolean;
  /** Whether some have no node yet, and so may come to run on any. */
  readonly isUnplaced: boolean;
  readonly nodes: ReadonlySet<string>;
};

function homesOf(parts: readonly ClassPart[]): Homes {
  const nodes = parts.flatMap(({ byNode }) => [...byNode.keys()]);
  return {
    hasHost: parts.some(({ isHost }) => isHost),
    isUnplaced: nodes.includes(undefined),
    nodes: new Set(nodes.flatMap((node) => node ?? [])),
  };
}

function haveCommonNode({ nodes: one }: Homes, { nodes: other }: Homes): boolean {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  for (const node of few) if (many.has(node)) return true;
  return false;
}
