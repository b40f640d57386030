import type { OtherPolicy } from '../../../../model/snapshot.ts';
import { unknownBecause } from '../conditions.ts';
import {
  child,
  expectedIn,
  type Field,
  isMissing,
  itemsOf,
  joinedFaults,
  malformed,
} from '../field.ts';
import type { Action, Direction, Peers, RulePeer } from '../policy.ts';
import { cidrPeers, cidrSetPeers } from './cidr-peers.ts';
import { dnsNamePeers } from './dns-names.ts';
import { endpointPeers, nodePeers, type Scope } from './endpoint-selector.ts';
import { peersOfEntity } from './entities.ts';
import { groupPeers, servicePeers } from './services-and-groups.ts';

export type CiliumScope = Scope & {
  /** Among them CIDR groups. */
  readonly policyObjects: readonly OtherPolicy[];
};

/** Where a rule stands: its section, `ingress` or `egressDeny`, as direction and action. */
export type RuleKind = {
  readonly direction: Direction;
  readonly action: Action;
  readonly scope: CiliumScope;
};

type Member = {
  readonly key: string;
  readonly peersOf: (item: Field) => Peers;
  /** Whether an empty list is no peer at all; it says nothing for the others. */
  readonly emptyIsNobody: boolean;
};

/** The lists of peers that a rule of this kind may have. */
function membersOf({ direction, action, scope }: RuleKind): readonly Member[] {
  const isIngress = direction === 'ingress';
  const member = (name: string, emptyIsNobody: boolean, peersOf: Member['peersOf']): Member => ({
    key: `${isIngress ? 'from' : 'to'}${name}`,
    peersOf,
    emptyIsNobody,
  });
  return [
    member('Endpoints', true, (item) => endpointPeers(item, scope)),
    member('Nodes', true, nodePeers),
    member('Entities', true, peersOfEntity),
    member('CIDR', true, cidrPeers),
    member('CIDRSet', true, (item) => cidrSetPeers(item, scope.policyObjects)),
    member('Groups', false, groupPeers),
    ...(isIngress ? [] : [member('Services', false, servicePeers)]),
    ...(isIngress || action === 'deny' ? [] : [member('FQDNs', false, dnsNamePeers)]),
  ];
}

export function peerFieldsOf(kind: RuleKind): readonly string[] {
  return membersOf(kind).map(({ key }) => key);
}

/**
 * The peers of a rule; undefined where it names none. "Explicitly check for empty non-nil slices, it
 * should not result in any identity being selected" (mergeEndpointSelectors of Cilium, pull request
 * 29608), and members "are mutually exclusive. Only one of these members may be present".
 */
export function ciliumPeers(
  rule: Field,
  kind: RuleKind,
): { readonly peers: readonly RulePeer[] | undefined; readonly faults: readonly string[] } {
  const given = membersOf(kind)
    .map((member) => ({ ...member, list: child(rule, member.key) }))
    .filter(({ list }) => !isMissing(list))
    .map((member) => ({ ...member, ...itemsOf(member.list) }));
  const empty = given.filter(({ items, faults }) => items.length + faults.length === 0);
  const nobody = empty.find(({ emptyIsNobody }) => emptyIsNobody);
  if (nobody !== undefined) {
    return { peers: [{ path: nobody.list.path, peers: { op: 'none' } }], faults: [] };
  }
  const filled = given.filter((member) => !empty.includes(member));
  const names = filled.map(({ key }) => key).join(' and ');
  return {
    peers: filled.length === 0 ? undefined : filled.flatMap(peersOfList),
    faults: filled.length > 1 ? [malformed(rule, `${names} cannot be combined`)] : [],
  };
}

function peersOfList({
  list,
  items,
  faults,
  peersOf,
}: ReturnType<typeof itemsOf> & {
  readonly list: Field;
  readonly peersOf: Member['peersOf'];
}): readonly RulePeer[] {
  if (faults.length > 0) {
    return [{ path: list.path, peers: unknownBecause(joinedFaults(faults)) }];
  }
  return items.map((item) => ({
    path: item.path,
    peers: isMissing(item) ? unknownBecause(expectedIn(item, 'a peer').why) : peersOf(item),
  }));
}
