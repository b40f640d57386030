import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contradictions } from '../functions/assess/reach/conflicts/contradictions.ts';
import { profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { reachOf } from '../functions/assess/reach/reach.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const apps = ['a', 'b', 'c'] as const;
const app = fc.constantFrom(...apps);
const rule = fc.record({
  action: fc.constantFrom('Allow', 'Deny', 'Pass'),
  from: app,
  ports: fc.constantFrom([80, 80], [80, 100], [90, 200]),
});
const policies = fc
  .array(
    fc.record({
      priority: fc.constantFrom(1, 2),
      subject: app,
      rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    }),
    { minLength: 2, maxLength: 4 },
  )
  .map((all) => all.map((policy, index) => ({ ...policy, name: `policy-${index}` })));
type Policy = typeof policies extends fc.Arbitrary<readonly (infer Item)[]> ? Item : never;

/** One of each range of ports that the rules can tell apart. */
const points = [80, 85, 95, 150];

test('two policies contradict each other where some packet comes to both and they disagree', () => {
  fc.assert(
    fc.property(policies, (given) => {
      expect(foundIn(given)).toEqual(expectedIn(given));
    }),
    { numRuns: 500 },
  );
});

function foundIn(given: readonly Policy[]): readonly string[] {
  const snapshot = snapshotOf({
    namespaces: ['shop'],
    pods: apps.map((name) => ({ name, labels: { app: name }, owner: `Deployment ${name}` })),
    otherPolicies: given.map(({ name, priority, subject, rules }) => ({
      read: 'adminnetworkpolicies.policy.networking.k8s.io',
      kind: 'AdminNetworkPolicy',
      name,
      spec: {
        priority,
        subject: podsOf(subject),
        ingress: rules.map(({ action, from, ports: [start = 0, end = 0] }) => ({
          action,
          from: [podsOf(from)],
          ports: [
            start === end
              ? { portNumber: { protocol: 'TCP', port: start } }
              : { portRange: { protocol: 'TCP', start, end } },
          ],
        })),
      },
    })),
  });
  const found = contradictions(reachOf(snapshot, profileNamed('spec')));
  expect(found.every(({ isSure }) => isSure)).toBe(true);
  const names = found.map(({ policies: [one, other] }) => [one.ref.name, other.ref.name].sort());
  return [...new Set(names.map((pair) => pair.join()))].sort();
}

function podsOf(name: string) {
  const labels = { matchLabels: { app: name } };
  return { pods: { namespaceSelector: {}, podSelector: labels } };
}

/** Packet by packet: a policy decides what no policy of an earlier priority has decided. */
function expectedIn(given: readonly Policy[]): readonly string[] {
  const found = new Set<string>();
  for (const subject of apps) {
    for (const [source, port] of apps.flatMap((from) => points.map((at) => [from, at] as const))) {
      const deciding = given
        .filter((policy) => policy.subject === subject)
        .map((policy) => ({ ...policy, action: actionOf(policy, source, port) }))
        .filter(({ action }) => action !== undefined);
      const first = Math.min(...deciding.map(({ priority }) => priority));
      const equal = deciding.filter(({ priority }) => priority === first);
      for (const one of equal) {
        for (const other of equal) {
          if (one.action !== other.action) found.add([one.name, other.name].sort().join());
        }
      }
    }
  }
  return [...found].sort();
}

function actionOf({ rules }: Policy, source: string, port: number): string | undefined {
  return rules.find(
    ({ from, ports: [start = 0, end = 0] }) => from === source && start <= port && port <= end,
  )?.action;
}
