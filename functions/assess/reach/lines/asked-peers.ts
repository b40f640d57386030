import { StageError } from '../../../model/errors.ts';
import type { Service } from '../../../model/network-objects.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { unionOfAddresses } from '../algebra/address-set.ts';
import { isNewName } from '../engine/peer-place.ts';
import type { Profile } from '../profiles/profile.ts';
import { type Reach, reachOf } from '../reach.ts';
import { podsBehind } from '../ways/service-backends.ts';
import type { PeerChoice } from './connection-lines.ts';
import { addressesPeer, type LinePeer, outsidePeer } from './line-peer.ts';
import type { Level } from './peer-names.ts';
import { nameIn, type PeerQuery, parsePeerQuery, peerForms } from './peer-query.ts';
import type { ShownOutside } from './shown-outside.ts';
import { unitPeersOf } from './unit-peers.ts';

const namedMax = 12;

type Asked = { readonly level: Level; readonly role: 'from' | 'to'; readonly text: string };

export type AskedPeers = {
  readonly choose: PeerChoice;
  /** Everything in the map that answers to it; neighbouring ranges are one. */
  readonly peers: readonly LinePeer[];
  /** What of the outside is asked for, so that it is shown. */
  readonly shows: ShownOutside;
};

/** The map with the DNS names that are asked for as peers, whether or not a policy names them. */
export function reachKnowing(
  snapshot: Snapshot,
  profile: Profile,
  names: readonly string[],
): Reach {
  const { engine } = reachOf(snapshot, profile);
  const added = names.filter((name) => isNewName(engine, { kind: 'name', name }));
  return reachOf(snapshot, profile, [...new Set(added)].sort());
}

/**
 * The peers that a person asks for with `--from` or `--to`. Throws BAD_INPUT where the text is of no
 * known form, or where nothing in the map answers to it.
 */
export function askedPeers(reach: Reach, snapshot: Snapshot, asked: Asked): AskedPeers {
  const query = parsePeerQuery(asked.text, snapshot);
  if (query === undefined) {
    throw refusal(
      `--${asked.role} "${asked.text}" is no way to ask for peers`,
      `Give ${peerForms}.`,
    );
  }
  const { choose } = query;
  const units = unitPeersOf(reach, snapshot, asked.level).peers.map(({ peer }) => peer);
  const all = [...units, ...outsidePeers(reach, asked.role)];
  const peers = joinedRanges(all.flatMap((peer) => choose(peer) ?? []));
  if (peers.length === 0) throw noSuchPeer(asked, query, { units, snapshot });
  const entities = peers.flatMap((peer) => (peer.kind === 'entity' ? peer.entity : []));
  const shows = { hasIPv6: query.wantsIPv6 ?? false, entities: new Set(entities) };
  return { choose, peers, shows };
}

function joinedRanges(peers: readonly LinePeer[]): readonly LinePeer[] {
  const ranges = peers.flatMap((peer) => (peer.kind === 'addresses' ? peer.range : []));
  const others = peers.filter(({ kind }) => kind !== 'addresses');
  return [...others, ...unionOfAddresses([ranges]).map(addressesPeer)];
}

function outsidePeers(reach: Reach, role: Asked['role']): readonly LinePeer[] {
  const classes = role === 'from' ? reach.sources : reach.destinations;
  return classes.flatMap((given) =>
    given.kind === 'addresses' ? addressesPeer(given.range) : (outsidePeer(given) ?? []),
  );
}

function noSuchPeer(
  { role, text }: Asked,
  { wantsIPv6 = false }: PeerQuery,
  { units, snapshot }: { readonly units: readonly LinePeer[]; readonly snapshot: Snapshot },
): StageError {
  const what = `--${role} "${text}" fits nothing in the map`;
  if (nameIn(text) !== undefined) return refusal(`${what}: names are destinations only`);
  if (wantsIPv6) return refusal(`${what}: the profile has no IPv6`);
  const service = snapshot.services.find(({ namespace, name }) => text === `${namespace}/${name}`);
  if (service !== undefined) return noPeerButService(what, unitsBehind(snapshot, service, units));
  const names = units.map((peer) => peer.text);
  const rest = names.length > namedMax ? `, and ${names.length - namedMax} more` : '';
  const there = names.length === 0 ? 'no pods' : `${names.slice(0, namedMax).join(', ')}${rest}`;
  return refusal(what, `There is ${there}.`);
}

function unitsBehind(
  snapshot: Snapshot,
  service: Service,
  units: readonly LinePeer[],
): readonly string[] {
  const behind = new Set(podsBehind(snapshot, service));
  return units.flatMap((peer) =>
    peer.kind === 'pods' && peer.pods.some((pod) => behind.has(pod)) ? peer.text : [],
  );
}

/** Policies see the pods, whatever way leads to them. */
function noPeerButService(what: string, names: readonly string[]): StageError {
  if (names.length === 0) return refusal(what, 'It is a Service without pods.');
  return refusal(what, `It is a Service: ask for the pods behind it, ${names.join(', ')}.`);
}

function refusal(message: string, remedy = `Give ${peerForms}.`): StageError {
  return new StageError('BAD_INPUT', message, { remedy });
}
