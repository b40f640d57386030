import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PeerRef, placeOf } from '../functions/assess/reach/engine/peer-place.ts';
import { entities } from '../functions/assess/reach/engine/peer-space.ts';
import { needlessRules } from '../functions/assess/reach/needless-rules.ts';
import { directions } from '../functions/assess/reach/policies/policy.ts';
import { profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { type Reach, reachOf } from '../functions/assess/reach/reach.ts';
import type { Snapshot } from '../functions/model/snapshot.ts';
import { snapshotOf } from './minimal-snapshot.ts';

/*
 * Small namespaces in which rules often say the same: the search is held against the engine's own
 * answers for the policies without the rules that it finds.
 */

const labels = fc.constantFrom({}, { app: 'api' }, { app: 'web' });
const pods = fc.array(labels, { minLength: 1, maxLength: 4 });
const cidr = fc.constantFrom('0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/9', '10.128.0.0/9');
const peer = fc.oneof(
  cidr.map((block) => ({ ipBlock: { cidr: block } })),
  labels.map((matchLabels) => ({ podSelector: { matchLabels } })),
  fc.constant({ podSelector: { matchLabels: { app: 'none' } } }),
);
const port = fc.constantFrom({ port: 80 }, { port: 443 }, { port: 1, endPort: 100 }, {});
const rule = fc.record({
  peers: fc.array(peer, { maxLength: 2 }),
  ports: fc.array(port, { maxLength: 2 }),
});
const policies = fc.array(
  fc.record({ labels, ingress: fc.array(rule, { maxLength: 3 }), egress: fc.array(rule) }),
  { minLength: 1, maxLength: 4 },
);

const cluster = fc.record({ pods, policies }).map(
  (given): Snapshot =>
    snapshotOf({
      namespaces: ['shop'],
      pods: given.pods.map((podLabels, index) => ({
        name: `pod-${index}`,
        owner: `Deployment pod-${index}`,
        labels: podLabels,
      })),
      networkPolicies: given.policies.map((policy, index) => ({
        name: `policy-${index}`,
        spec: {
          podSelector: { matchLabels: policy.labels },
          policyTypes: ['Ingress', 'Egress'],
          ingress: policy.ingress.map(({ peers, ports }) => ({ from: peers, ports })),
          egress: policy.egress.map(({ peers, ports }) => ({ to: peers, ports })),
        },
      })),
    }),
);

const profile = profileNamed('spec');
const addresses = ['9.9.9.9', '10.0.0.1', '10.200.0.1', '2600::1'];

/** What each end of every connection says, for peers that together stand for all there are. */
function answersOf(reach: Reach, snapshot: Snapshot): readonly string[] {
  const { engine } = reach;
  const peers: readonly PeerRef[] = [
    ...snapshot.pods.map(({ namespace, name }) => ({ kind: 'pod' as const, namespace, name })),
    ...addresses.map((address) => ({ kind: 'address' as const, address })),
    ...entities.map((entity) => ({ kind: 'entity' as const, entity })),
  ];
  return snapshot.pods.flatMap((pod) =>
    directions.flatMap((direction) =>
      peers.map((ref) => {
        const other = placeOf(engine, ref, direction);
        const answer = engine.sides[direction].answer(reach.classOf(pod) ?? -1, other);
        const sets = [answer.allowed, answer.undefined].map((ports) => engine.algebra.setOf(ports));
        return JSON.stringify([pod.name, direction, ref, sets]);
      }),
    ),
  );
}

type Spec = Record<(typeof directions)[number], unknown[]>;

/** The snapshot without some rules, by policy and path. */
function without(snapshot: Snapshot, gone: readonly string[]): Snapshot {
  return {
    ...snapshot,
    networkPolicies: snapshot.networkPolicies.map((policy) => {
      const spec = policy.spec as Spec;
      const left = directions.map((direction) => [
        direction,
        spec[direction].filter(
          (_, index) => !gone.includes(`${policy.name} spec.${direction}[${index}]`),
        ),
      ]);
      return { ...policy, spec: { ...spec, ...Object.fromEntries(left) } as typeof policy.spec };
    }),
  };
}

function foundIn(reach: Reach): readonly string[] {
  return [...needlessRules(reach).needless].flatMap(([key, rules]) =>
    rules.map(({ path }) => `${key.split('/')[1]} ${path}`),
  );
}

test('without all rules that are found every answer is the same', () => {
  let found = 0;
  fc.assert(
    fc.property(cluster, (snapshot) => {
      const reach = reachOf(snapshot, profile);
      const gone = foundIn(reach);
      const rest = without(snapshot, gone);
      expect(answersOf(reachOf(rest, profile), rest)).toEqual(answersOf(reach, snapshot));
      found += gone.length;
    }),
    { numRuns: 150 },
  );
  expect(found).toBeGreaterThan(50);
});

/** The rules of policies that select a pod, beside those that are left out. */
function rulesLeft({ engine }: Reach, snapshot: Snapshot, gone: readonly string[]) {
  const acting = new Set(engine.selections.flat().map(({ policy }) => policy.ref.name));
  return snapshot.networkPolicies
    .filter(({ name }) => acting.has(name))
    .flatMap(({ name, spec }) =>
      directions.flatMap((direction) =>
        (spec as Spec)[direction].map((_, index) => `${name} spec.${direction}[${index}]`),
      ),
    )
    .filter((path) => !gone.includes(path));
}

test('without any rule that is left some answer is another one', () => {
  let needed = 0;
  fc.assert(
    fc.property(cluster, (snapshot) => {
      const reach = reachOf(snapshot, profile);
      const gone = foundIn(reach);
      const answers = answersOf(reach, snapshot);
      for (const path of rulesLeft(reach, snapshot, gone)) {
        const rest = without(snapshot, [...gone, path]);
        expect(answersOf(reachOf(rest, profile), rest)).not.toEqual(answers);
        needed += 1;
      }
    }),
    { numRuns: 60 },
  );
  expect(needed).toBeGreaterThan(50);
});
