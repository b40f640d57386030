import { describe, expect, test } from '@jest/globals';
import {
  hasNoPorts,
  keyOfPorts,
  portsWithout,
  unionOfPorts,
} from '../functions/assess/reach/algebra/port-set.ts';
import { disagreements } from '../functions/assess/reach/conflicts/disagreements.ts';
import { specifiedProfile } from '../functions/assess/reach/conflicts/reading-differences.ts';
import { profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { type Connection, type Reach, reachOf } from '../functions/assess/reach/reach.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { snapshotOf } from './minimal-snapshot.ts';
import { randomCluster } from './reach-oracle/random-cluster.ts';

const clusters = 150;

describe.each(['aws-vpc-cni', 'cilium'] as const)('under %s', (name) => {
  test('every pair of peers that the two readings disagree about is found, and no other', () => {
    let found = 0;
    for (let seed = 0; seed < clusters; seed += 1) {
      // Cilium's own policies have no other specification.
      const snapshot = withoutOwnPolicies(randomCluster(seed, name));
      const reach = reachOf(snapshot, profileNamed(name));
      const pairs = pairsOf(reach, snapshot);
      expect({ seed, pairs }).toEqual({ seed, pairs: comparedPairs(reach, snapshot) });
      found += pairs.length;
    }
    expect(found).toBeGreaterThan(100);
  });
});

test('a disagreement names the reading that makes it, where several differ', () => {
  const snapshot = snapshotOf({
    namespaces: ['shop'],
    pods: [
      { name: 'web', labels: { app: 'web' }, podIPs: ['10.0.0.1'], owner: 'Deployment web' },
      pod('old', 8080),
      pod('new', 9090),
    ],
    networkPolicies: [
      {
        name: 'api',
        spec: {
          podSelector: { matchLabels: { app: 'api' } },
          ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 'http' }] }],
        },
      },
      {
        name: 'web',
        spec: {
          podSelector: { matchLabels: { app: 'web' } },
          policyTypes: ['Egress'],
          egress: [
            { to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 'http' }] },
            { to: [{ podSelector: { matchLabels: { track: 'new' } } }], ports: [{ port: 8080 }] },
          ],
        },
      },
    ],
  });
  const reach = reachOf(snapshot, profileNamed('aws-vpc-cni'));
  const texts = disagreements(reach, snapshot).map(
    ({ kind, ports, because }) =>
      `${kind} ${keyOfPorts(ports)} ${because.map(({ point }) => point).join()}`,
  );
  expect(new Set(texts)).toEqual(
    new Set([
      'opened 8080-8080/// 22',
      'opened 9090-9090/// 22',
      'closed 8080-8080/// 25',
      'closed 9090-9090/// 25',
    ]),
  );
});

function pod(track: string, port: number) {
  return {
    name: track,
    labels: { app: 'api', track },
    podIPs: [`10.0.0.${port % 7}`],
    owner: 'Deployment api',
    spec: { containers: [{ name: 'api', ports: [{ name: 'http', containerPort: port }] }] },
  };
}

function withoutOwnPolicies(snapshot: Snapshot): Snapshot {
  const isOwn = (read: string): boolean => read.endsWith('.cilium.io');
  return {
    ...snapshot,
    otherPolicies: snapshot.otherPolicies.filter(({ read }) => !isOwn(read)),
  };
}

function pairsOf(reach: Reach, snapshot: Snapshot): readonly string[] {
  const all = disagreements(reach, snapshot).flatMap(({ kind, sources, destinations, ports }) =>
    [...sources].flatMap((source) =>
      [...destinations].map(
        (destination) => `${source} ${destination} ${kind} ${keyOfPorts(ports)}`,
      ),
    ),
  );
  return all.sort();
}

/** Pair by pair, from two maps. */
function comparedPairs(reach: Reach, snapshot: Snapshot): readonly string[] {
  const spec = reachOf(snapshot, specifiedProfile(reach.profile));
  const units = reach.engine.classes.length;
  const all = reach.sources.flatMap((_, source) =>
    reach.destinations.flatMap((__, destination) => {
      // Whoever is no pod has nothing to say to whoever is none.
      if (source >= units && destination >= units) return [];
      const [ours, theirs] = [reach, spec].map((map) => map.connection(source, destination));
      if (ours === undefined || theirs === undefined) return [];
      return [...surplus('opened', ours, theirs), ...surplus('closed', theirs, ours)].map(
        (text) => `${source} ${destination} ${text}`,
      );
    }),
  );
  return all.sort();
}

function surplus(kind: string, one: Connection, other: Connection): readonly string[] {
  const ports = portsWithout(one.allowed, unionOfPorts(other.allowed, other.undefined));
  return hasNoPorts(ports) ? [] : [`${kind} ${keyOfPorts(ports)}`];
}
