import type { Snapshot } from '../../../model/snapshot.ts';
import { placeOf } from '../engine/peer-place.ts';
import { factAt, type OpenFact } from './fact.ts';
import { judgeEnd } from './judge-end.ts';
import { type Judgement, mostOpen } from './judgement.ts';
import { serviceIndex } from './service-index.ts';
import { endOf, type Leaving, toAddresses, toAnyAddress } from './ways-out.ts';

const https = { protocol: 'TCP', port: 443 } as const;

/**
 * Whether policies let pods reach the API server. Point 52: the Service default/kubernetes leads to
 * addresses of the control plane, which somebody outside of the cluster wrote down.
 */
export function toApiServer(leaving: Leaving, snapshot: Snapshot): OpenFact {
  const { written, services } = serviceIndex(snapshot);
  const endpoints = written.get('default/kubernetes') ?? [];
  const [slice] = endpoints;
  const addresses = endpoints.flatMap((each) => each.addresses);
  const point = { ...https, port: slice?.ports[0]?.port ?? https.port };
  const clusterIPs = services.get('default/kubernetes')?.clusterIPs ?? [];
  const { egressSeesServiceAddress, families } = leaving.reach.profile;
  const unknown = 'EndpointSlice and Service default/kubernetes are not in the snapshot';
  const isComplete = egressSeesServiceAddress ? clusterIPs.length > 0 : addresses.length > 0;
  const judgements = [
    ...(addresses.length > 0 ? [toAddresses(leaving, addresses, point)] : []),
    ...(egressSeesServiceAddress && clusterIPs.length > 0
      ? [toAddresses(leaving, clusterIPs, https)]
      : []),
    ...(families.includes('CiliumNetworkPolicy') ? asEntity(leaving) : []),
  ];
  // What is known may be only one of the ways to it.
  const ways = isComplete ? judgements : openOf(judgements, toAnyAddress(leaving, https, unknown));
  return factAt(mostOpen(ways, { verdict: 'denied', reason: unknown }), https);
}

/** A way that is closed does not count where others are not known. */
function openOf(judgements: readonly Judgement[], unknown: Judgement): readonly Judgement[] {
  return [unknown, ...judgements.filter(({ verdict }) => verdict === 'allowed')];
}

/**
 * Cilium knows the API server as an entity of its own. Only a rule that surely takes it in counts: a
 * block may hold it or not, and its addresses tell that better.
 */
function asEntity(leaving: Leaving): readonly Judgement[] {
  const { reach } = leaving;
  const peer = placeOf(reach.engine, { kind: 'entity', entity: 'apiServer' }, 'egress');
  const text = 'the entity kube-apiserver';
  const judgement = judgeEnd(reach, endOf(leaving), { peer, point: https, text });
  return judgement.verdict === 'allowed' ? [judgement] : [];
}
