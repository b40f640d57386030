import { StageError } from '../../../model/errors.ts';
import { parseAddress } from '../algebra/address-set.ts';
import type { Direction, Entity } from '../policies/policy.ts';
import { type DnsName, keyOfName } from './dns-pattern.ts';
import type { Engine } from './engine.ts';
import { entities } from './peer-space.ts';

/** One peer: a pod, a node, an address, a DNS name, or an entity. */
export type PeerRef =
  | {
      readonly kind: 'pod';
      readonly namespace: string;
      readonly name: string;
      /** Another pod like the named one, as a template makes several. */
      readonly isReplica?: boolean;
    }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'entity'; readonly entity: Entity };

/** The source of egress is a peer of ingress rules, and the other way round. */
export const opposite = { ingress: 'egress', egress: 'ingress' } as const;

/** The place of a peer among the sources (ingress) or the destinations (egress). */
export function placeOf(engine: Engine, peer: PeerRef, direction: Direction): number {
  const place = foundPlace(engine, peer, direction);
  if (place !== undefined) return place;
  throw new StageError('BAD_INPUT', `${textOf(peer)} is no peer of this snapshot`, {
    remedy: 'Name a pod that has not ended, a node, an address, or a name that a policy names.',
  });
}

function foundPlace(engine: Engine, peer: PeerRef, direction: Direction): number | undefined {
  const space = engine.spaces[direction];
  switch (peer.kind) {
    case 'pod':
      return engine.classOfUnit[engine.unitOfPod(peer) ?? -1];
    case 'node':
      return engine.classOfUnit[engine.unitOfNode(peer.name) ?? -1];
    case 'address':
      return addressPlace(engine, peer.address, direction);
    case 'name':
      return after(space.firstName, namePlace(space.parts.names, peer.name));
    case 'entity':
      return space.firstEntity + entities.indexOf(peer.entity);
  }
}

/** The address of a pod or a node is that pod or node, by whatever name it is asked for. */
export function resolved(engine: Engine, peer: PeerRef): PeerRef {
  if (peer.kind !== 'address') return peer;
  const address = parseAddress(peer.address);
  const unit = address === undefined ? undefined : engine.unitOfAddress(address);
  const object = unit === undefined ? undefined : engine.units[unit]?.object;
  if (object === undefined) return peer;
  if ('node' in object) return { kind: 'node', name: object.node.name };
  return { kind: 'pod', namespace: object.pod.namespace, name: object.pod.name };
}

function addressPlace(engine: Engine, text: string, direction: Direction): number | undefined {
  const address = parseAddress(text);
  const { parts, firstAtom } = engine.spaces[direction];
  return address === undefined ? undefined : after(firstAtom, parts.atoms.at(address));
}

function namePlace(names: readonly DnsName[], wanted: string): number {
  return names.findIndex((given) => keyOfName(given) === keyOfName({ pattern: wanted }));
}

/** Whether a peer is a DNS name of which the engine was not told. */
export function isNewName({ spaces }: Engine, peer: PeerRef): boolean {
  return peer.kind === 'name' && namePlace(spaces.egress.parts.names, peer.name) < 0;
}

function after(offset: number, index: number | undefined): number | undefined {
  return index === undefined || index < 0 ? undefined : offset + index;
}

/** NetworkPolicy: a pod cannot block access to itself (point 37). */
export function isSelf(source: PeerRef, destination: PeerRef): boolean {
  return (
    source.kind === 'pod' &&
    destination.kind === 'pod' &&
    source.namespace === destination.namespace &&
    source.name === destination.name &&
    source.isReplica === destination.isReplica
  );
}

function textOf(peer: PeerRef): string {
  switch (peer.kind) {
    case 'pod':
      return `pod ${peer.namespace}/${peer.name}`;
    case 'address':
      return `address ${peer.address}`;
    case 'entity':
      return `entity ${peer.entity}`;
    default:
      return `${peer.kind} ${peer.name}`;
  }
}
