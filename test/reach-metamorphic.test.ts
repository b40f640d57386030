import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noPorts } from '../functions/assess/reach/algebra/port-set.ts';
import type { Reach } from '../functions/assess/reach/reach.ts';
import type { OtherPolicy, Snapshot } from '../functions/model/snapshot.ts';
import { tweak } from './minimal-snapshot.ts';
import {
  reversed,
  withAddresses,
  withCopy,
  withHalvedBlocks,
  withNamespaceRenamed,
  withUnrelatedLabels,
} from './reach-oracle/changed-clusters.ts';
import { type OracleProfile, oracleProfiles } from './reach-oracle/dialect.ts';
import {
  answersOf,
  engineReach,
  pairsThatLost,
  textOf,
  textsOf,
} from './reach-oracle/engine-answers.ts';
import { hasType } from './reach-oracle/network-policy-verdict.ts';
import { runningPods } from './reach-oracle/question.ts';
import { randomOf } from './reach-oracle/random.ts';
import { randomAdminNetworkPolicy } from './reach-oracle/random-admin-policy.ts';
import { randomCluster } from './reach-oracle/random-cluster.ts';
import { randomNetworkPolicy } from './reach-oracle/random-network-policy.ts';

type Cluster = { readonly seed: number; readonly profile: OracleProfile };

const seed = fc.nat({ max: 2 ** 31 - 1 });
const clusterUnder = (profiles: readonly OracleProfile[]): fc.Arbitrary<Cluster> =>
  fc.record({ seed, profile: fc.constantFrom(...profiles) });
const anyCluster = clusterUnder(oracleProfiles);
const numRuns = process.env['REACH_PROOF'] === 'full' ? 150 : 40;

/** Holds a property to random clusters, and the property to having had something to do. */
function everywhere(
  clusters: fc.Arbitrary<Cluster>,
  holds: (snapshot: Snapshot, profile: OracleProfile, seed: number) => boolean,
): void {
  let hits = 0;
  fc.assert(
    fc.property(clusters, (cluster) => {
      const snapshot = randomCluster(cluster.seed, cluster.profile);
      if (holds(snapshot, cluster.profile, cluster.seed)) hits += 1;
    }),
    { numRuns },
  );
  expect(hits).toBeGreaterThan(numRuns / 5);
}

function expectSameAnswers(one: Snapshot, other: Snapshot, profile: OracleProfile): void {
  expect(textsOf(answersOf(other, profile))).toEqual(textsOf(answersOf(one, profile)));
}

const nobody = { matchLabels: { 'no-pod/has': 'this' } };

describe('nothing changes', () => {
  test('with the order of policies, and of everything else', () => {
    everywhere(anyCluster, (snapshot, profile) => {
      expectSameAnswers(snapshot, reversed(snapshot), profile);
      return snapshot.networkPolicies.length + snapshot.otherPolicies.length > 1;
    });
  });

  test('when an address block is split into its halves', () => {
    everywhere(anyCluster, (given, profile) => {
      const snapshot = withAddresses(given);
      const halved = withHalvedBlocks(snapshot);
      expectSameAnswers(snapshot, halved, profile);
      return JSON.stringify(halved) !== JSON.stringify(snapshot);
    });
  });

  test('with a NetworkPolicy that selects nothing', () => {
    everywhere(anyCluster, (snapshot, profile) => {
      const policyTypes = ['Ingress', 'Egress'];
      const idle = ['alpha', 'beta', 'gamma', 'delta'].map((namespace) => ({
        namespace,
        name: 'idle',
        labels: {},
        spec: { podSelector: nobody, policyTypes },
      }));
      const networkPolicies = [...snapshot.networkPolicies, ...idle];
      expectSameAnswers(snapshot, tweak(snapshot, { networkPolicies }), profile);
      return true;
    });
  });

  test('with a policy of administrators that selects nothing', () => {
    everywhere(anyCluster, (snapshot, profile) => {
      const idle: OtherPolicy = {
        read: 'adminnetworkpolicies.policy.networking.k8s.io',
        kind: 'AdminNetworkPolicy',
        name: 'idle',
        labels: {},
        specs: [
          {
            priority: 0,
            subject: { namespaces: nobody },
            ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
          },
        ],
      };
      const otherPolicies = [...snapshot.otherPolicies, idle];
      expectSameAnswers(snapshot, tweak(snapshot, { otherPolicies }), profile);
      return true;
    });
  });

  test('with a label that no policy asks for', () => {
    everywhere(anyCluster, (snapshot, profile) => {
      expectSameAnswers(snapshot, withUnrelatedLabels(snapshot), profile);
      return snapshot.networkPolicies.length + snapshot.otherPolicies.length > 0;
    });
  });

  test('without the policies of families that do not act', () => {
    everywhere(anyCluster, (snapshot, profile, from) => {
      const foreign = randomCluster(from + 1, 'spec');
      const before = answersOf(snapshot, profile);
      const { idle } = engineReach(
        tweak(snapshot, { otherPolicies: foreign.otherPolicies }),
        profile,
      );
      const names = new Set(idle.map(({ ref }) => `${ref.namespace} ${ref.name}`));
      const added = foreign.otherPolicies.filter((policy) =>
        names.has(`${policy.namespace} ${policy.name}`),
      );
      const more = tweak(snapshot, { otherPolicies: [...snapshot.otherPolicies, ...added] });
      expect(textsOf(answersOf(more, profile))).toEqual(textsOf(before));
      return profile === 'spec' || added.length > 0;
    });
  });

  test('but its name, when a namespace is renamed everywhere', () => {
    everywhere(anyCluster, (snapshot, profile) => {
      const renamed = withNamespaceRenamed(snapshot, 'alpha', 'alphaz');
      const texts = textsOf(answersOf(renamed, profile));
      const back = Object.entries(texts).map(([pair, text]) => [
        pair.replaceAll('alphaz/', 'alpha/'),
        text,
      ]);
      expect(Object.fromEntries(back)).toEqual(textsOf(answersOf(snapshot, profile)));
      return snapshot.pods.some(({ namespace }) => namespace === 'alpha');
    });
  });
});

describe('a second pod that is the same but for its name', () => {
  test('has the answers of the first, and changes no other', () => {
    everywhere(anyCluster, (snapshot, profile, from) => {
      const pods = runningPods(snapshot);
      if (pods.length < 2) return false;
      const pod = randomOf(from).pick(pods);
      const more = withCopy(snapshot, pod, 'copy');
      const before = textsOf(answersOf(snapshot, profile));
      const after = textsOf(answersOf(more, profile));
      const first = `${pod.namespace}/${pod.name}`;
      const second = `${pod.namespace}/copy`;
      for (const [pair, text] of Object.entries(before)) {
        expect(`${pair} ${after[pair]}`).toBe(`${pair} ${text}`);
        if (pair === `${first} => ${first}`) continue;
        const ofCopy = pair
          .split(' => ')
          .map((end) => (end === first ? second : end))
          .join(' => ');
        expect(`${ofCopy} ${after[ofCopy]}`).toBe(`${ofCopy} ${text}`);
      }
      expect(after[`${first} => ${second}`]).toBe(after[`${second} => ${first}`]);
      return true;
    });
  });
});

describe('what a policy adds', () => {
  test('never takes a connection away, where it allows and its pods are isolated already', () => {
    everywhere(anyCluster, (snapshot, profile, from) => {
      const random = randomOf(from);
      if (snapshot.networkPolicies.length === 0) return false;
      const isolating = random.pick(snapshot.networkPolicies);
      const { spec } = randomNetworkPolicy({
        random,
        addresses: [],
        namespaces: [isolating.namespace],
        name: 'more',
        namesHosts: true,
      });
      const { podSelector } = isolating.spec as { readonly podSelector: unknown };
      const policyTypes = [
        ...(hasType(isolating.spec, 'ingress') ? ['Ingress'] : []),
        ...(hasType(isolating.spec, 'egress') ? ['Egress'] : []),
      ];
      const added = { ...isolating, name: 'more', spec: { ...spec, podSelector, policyTypes } };
      const more = tweak(snapshot, { networkPolicies: [...snapshot.networkPolicies, added] });
      const before = answersOf(snapshot, profile);
      expect(pairsThatLost(before, answersOf(more, profile))).toEqual([]);
      return true;
    });
  });

  test('never opens a connection, where it denies at a priority of its own', () => {
    const profiles = ['spec', 'calico', 'external-ipblocks'] as const;
    everywhere(clusterUnder(profiles), (snapshot, profile, from) => {
      const policy = randomAdminNetworkPolicy(
        {
          random: randomOf(from),
          addresses: [],
          namespaces: ['alpha'],
          name: 'denying',
          namesHosts: true,
        },
        3,
      );
      const text = JSON.stringify(policy);
      // Domain names stand only in rules that allow.
      if (text.includes('domainNames')) return false;
      const added = JSON.parse(text.replaceAll(/"action":"(Allow|Pass)"/g, '"action":"Deny"'));
      const more = tweak(snapshot, { otherPolicies: [...snapshot.otherPolicies, added] });
      const after = answersOf(more, profile);
      expect(pairsThatLost(after, answersOf(snapshot, profile))).toEqual([]);
      return true;
    });
  });
});

describe('the map of classes', () => {
  test('has every pair that is not wholly denied in exactly one block', () => {
    everywhere(anyCluster, (snapshot, profile) => {
      const reach = engineReach(snapshot, profile);
      const listed = [...reach.blocks()].flatMap(({ sources, destinations, connection }) =>
        [...sources].flatMap((source) =>
          [...destinations].map((destination) => [`${source} ${destination}`, textOf(connection)]),
        ),
      );
      const found = Object.fromEntries(listed);
      expect(Object.keys(found)).toHaveLength(listed.length);
      const asked = pairsWithPods(reach).map(([source, destination]) => [
        `${source} ${destination}`,
        textOf(reach.connection(source, destination)),
      ]);
      const denied = textOf({ allowed: noPorts, undefined: noPorts });
      const known = asked.map(([pair]) => [pair, found[String(pair)] ?? denied]);
      expect(Object.fromEntries(known)).toEqual(Object.fromEntries(asked));
      return listed.length > 0;
    });
  });
});

/** Pairs of classes of which one is pods, and which have two different members. */
function pairsWithPods({ sources, destinations }: Reach): readonly (readonly [number, number])[] {
  return sources.flatMap((source, from) =>
    destinations.flatMap((destination, to) => {
      const hasPods = source.kind === 'pods' || destination.kind === 'pods';
      const isAlone = from === to && source.kind === 'pods' && source.pods.length < 2;
      return hasPods && !isAlone ? [[from, to] as const] : [];
    }),
  );
}
