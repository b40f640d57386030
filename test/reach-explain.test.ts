import { describe, expect, test } from '@jest/globals';
import { hasPort } from '../functions/assess/reach/algebra/port-set.ts';
import { explainConnection } from '../functions/assess/reach/explain/explain.ts';
import { explanationText } from '../functions/assess/reach/explain/explanation-text.ts';
import { type ProfileName, profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { type Connection, type Reach, reachOf } from '../functions/assess/reach/reach.ts';
import { snapshotOf } from './minimal-snapshot.ts';
import { oracleProfiles } from './reach-oracle/dialect.ts';
import { randomOf } from './reach-oracle/random.ts';
import { randomCluster } from './reach-oracle/random-cluster.ts';
import { randomPackets } from './reach-oracle/random-packet.ts';

const clusters = process.env['REACH_PROOF'] === 'full' ? 60 : 6;
const packetsEach = 30;
const points = [
  { protocol: 'TCP', port: 1 },
  { protocol: 'TCP', port: 8080 },
  { protocol: 'UDP', port: 53 },
  { protocol: 'SCTP', port: 65_535 },
  { protocol: 'OTHER', port: 0 },
] as const;

type Point = Parameters<typeof explainConnection>[3] & {};

/** Packets of random clusters, with the map of each. */
function questions(profile: (typeof oracleProfiles)[number]) {
  return Array.from({ length: clusters }, (_, index) => {
    const seed = 7_000 + index;
    const snapshot = randomCluster(seed, profile);
    const [name = 'spec', mode] = profile.split(' ');
    const strict = mode === 'strict';
    const reach = reachOf(snapshot, profileNamed(name as ProfileName, { strict }));
    const next = randomPackets(randomOf(seed), snapshot, profile);
    if (next === undefined) return [];
    return Array.from({ length: packetsEach }, () => ({ reach, packet: next() }));
  }).flat();
}

function verdictIn({ allowed, undefined: open }: Connection, { protocol, port }: Point): string {
  if (hasPort(allowed, protocol, port)) return 'allowed';
  return hasPort(open, protocol, port) ? 'undefined' : 'denied';
}

type Packet = ReturnType<typeof questions>[number]['packet'];

/** What the explanations say of a port: each port has exactly one. */
function toldOf(reach: Reach, { source, destination }: Packet, point: Point): readonly string[] {
  return explainConnection(reach, source, destination)
    .filter(({ ports }) => hasPort(ports, point.protocol, point.port))
    .map(({ verdict }) => verdict);
}

describe.each(oracleProfiles)('under %s', (profile) => {
  test('an explanation says what the map says, for every port once', () => {
    const verdicts = new Set<string>();
    for (const { reach, packet } of questions(profile)) {
      const connection = reach.between(packet.source, packet.destination);
      const asked = [...points, { protocol: packet.protocol, port: packet.port }];
      for (const point of asked) {
        if (profile === 'external-ipblocks' && point.protocol === 'OTHER') {
          expect(toldOf(reach, packet, point)).toEqual([]);
          continue;
        }
        const expected = verdictIn(connection, point);
        verdicts.add(expected);
        expect({ packet, point, told: toldOf(reach, packet, point) }).toEqual({
          packet,
          point,
          told: [expected],
        });
        const alone = explainConnection(reach, packet.source, packet.destination, point);
        expect(alone.map(({ verdict }) => verdict)).toEqual([expected]);
      }
    }
    expect([...verdicts]).toEqual(expect.arrayContaining(['allowed', 'denied']));
  });

  test('whatever is not allowed has a reason', () => {
    for (const { reach, packet } of questions(profile)) {
      for (const explanation of explainConnection(reach, packet.source, packet.destination)) {
        const reasons = explanation.ends.flatMap(({ steps }) => steps);
        const isExplained = reasons.length > 0 || explanation.always !== undefined;
        expect({ packet, explanation, isExplained }).toMatchObject({
          isExplained: explanation.verdict === 'allowed' ? expect.any(Boolean) : true,
        });
      }
    }
  });
});

const shopPod = {
  a: { kind: 'pod', namespace: 'shop', name: 'a' },
  b: { kind: 'pod', namespace: 'shop', name: 'b' },
} as const;

test('policies of one priority have no say in what a policy before them decided', () => {
  const everyone = { namespaces: {} };
  const admin = (name: string, priority: number, action: string) => ({
    read: 'adminnetworkpolicies.policy.networking.k8s.io',
    kind: 'AdminNetworkPolicy',
    name,
    spec: { priority, subject: everyone, ingress: [{ action, from: [everyone] }] },
  });
  const snapshot = snapshotOf({
    namespaces: ['shop'],
    pods: [{ name: 'a' }, { name: 'b', labels: { app: 'b' } }],
    otherPolicies: [admin('first', 1, 'Deny'), admin('one', 5, 'Allow'), admin('two', 5, 'Deny')],
  });
  const explained = explainConnection(
    reachOf(snapshot, profileNamed('spec')),
    shopPod.a,
    shopPod.b,
  );
  expect(explained.map(({ verdict }) => verdict)).toEqual(['denied']);
  expect(explained.flatMap(explanationText)).toEqual([
    'denied: all ports of all protocols',
    '  ingress: AdminNetworkPolicy first denies it at spec.ingress[0].from[0]',
  ]);
});

test('what is undefined names the field that is not understood', () => {
  const app = { matchLabels: { app: 'b' } };
  const operator = { matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] };
  const snapshot = snapshotOf({
    namespaces: ['shop'],
    pods: [{ name: 'a' }, { name: 'b', labels: { app: 'b' } }],
    networkPolicies: [
      { name: 'subject', spec: { podSelector: operator, ingress: [] } },
      { name: 'port', spec: { podSelector: app, ingress: [{ ports: [{ port: 70_000 }] }] } },
      {
        name: 'peer',
        spec: { podSelector: app, ingress: [{ from: [{ podSelector: {}, 'an "odd" one': 1 }] }] },
      },
    ],
  });
  const reach = reachOf(snapshot, profileNamed('spec'));
  const point = { protocol: 'TCP', port: 80 } as const;
  expect(explainConnection(reach, shopPod.a, shopPod.b, point).flatMap(explanationText)).toEqual([
    'undefined: TCP 80',
    '  ingress: NetworkPolicy shop/port allows it at spec.ingress[0], perhaps: it is not certain that the port matches: spec.ingress[0].ports[0].port: expected a whole number from 1 to 65535, not 70000',
    '  ingress: NetworkPolicy shop/peer allows it at spec.ingress[0].from[0], perhaps: spec.ingress[0].from[0][an "odd" one]: field is not known',
    '  ingress: NetworkPolicy shop/port, NetworkPolicy shop/peer isolate the pod, and no rule surely allows it',
  ]);
  const [told] = explainConnection(reach, shopPod.b, shopPod.a, point).flatMap(({ ends }) => ends);
  expect(told?.steps).toMatchObject([
    {
      kind: 'isolated',
      doubt:
        'it is not certain that the policy selects the pod: spec.podSelector.matchExpressions[0].operator: expected In, NotIn, Exists or DoesNotExist, not "Gt"',
    },
    { kind: 'default' },
  ]);
});
