import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { ReadPolicy } from '../../functions/assess/reach/policies/policy.ts';
import { readPolicies } from '../../functions/assess/reach/policies/read-policies.ts';
import type { OtherPolicyReadId } from '../../functions/model/reads.ts';
import { otherPolicy } from './written-policies.ts';

const selector = `{ matchLabels: { app: api }, matchExpressions: [{ key: tier, operator: In, values: [a, b] }] }`;
const podsPeer = `{ pods: { namespaceSelector: ${selector}, podSelector: ${selector} } }`;
const isolating = `
  podSelector: ${selector}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{ podSelector: ${selector}, namespaceSelector: ${selector} }]
      ports: [{ port: 80, endPort: 90, protocol: UDP }, { port: http }]
  egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16] } }] }]`;
const clusterPeers = `[{ namespaces: ${selector} }, ${podsPeer}]`;
const clusterPorts = `[{ portNumber: { protocol: TCP, port: 80 } }, { portRange: { start: 80, end: 90 } }, { namedPort: http }]`;
const farPeers = '[{ nodes: {} }, { networks: [10.0.0.0/8, "fd00::/8"] }]';

/** A whole spec of each family, in which everything is understood. */
const specs: Readonly<Record<string, string>> = {
  NetworkPolicy: isolating,
  'adminnetworkpolicies.policy.networking.k8s.io': `
    priority: 5
    subject: ${podsPeer}
    ingress: [{ name: a, action: Allow, from: ${clusterPeers}, ports: ${clusterPorts} }]
    egress: [{ action: Deny, to: ${farPeers} }, { action: Allow, to: [{ domainNames: [a.example] }] }]`,
  'baselineadminnetworkpolicies.policy.networking.k8s.io': `
    subject: { namespaces: ${selector} }
    ingress: [{ action: Allow, from: ${clusterPeers}, ports: ${clusterPorts} }]
    egress: [{ action: Deny, to: ${farPeers} }]`,
  'clusternetworkpolicies.policy.networking.k8s.io': `
    tier: Admin
    priority: 5
    subject: ${podsPeer}
    ingress:
      - action: Accept
        from: ${clusterPeers}
        protocols: [{ tcp: { destinationPort: { number: 80 } } }, { destinationNamedPort: http }]
    egress:
      - action: Pass
        to: ${farPeers}
        protocols: [{ udp: { destinationPort: { range: { start: 80, end: 90 } } } }]`,
  'clusternetworkpolicies.networking.k8s.aws': `
    tier: Baseline
    priority: 5
    subject: { namespaces: ${selector} }
    ingress: [{ action: Accept, from: ${clusterPeers}, ports: ${clusterPorts} }]
    egress: [{ action: Pass, to: [{ domainNames: ["*.example.com"] }, { networks: [10.0.0.0/8] }] }]`,
  'applicationnetworkpolicies.networking.k8s.aws': isolating,
};

function readSpec(family: string, spec: unknown): ReadPolicy {
  const none = { networkPolicies: [], otherPolicies: [], policyObjects: [], namespaces: [] };
  const object = { namespace: 'shop', name: 'default', labels: {} };
  return family === 'NetworkPolicy'
    ? readPolicies({ ...none, networkPolicies: [{ ...object, spec }] })
    : readPolicies({
        ...none,
        otherPolicies: [
          { ...otherPolicy(family as OtherPolicyReadId, '{}', object), specs: [spec] },
        ],
      });
}

type Place = readonly (string | number)[];

function placesOf(value: unknown, place: Place = []): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  const inside = keys.flatMap((key) =>
    placesOf((value as Record<string | number, unknown>)[key], [...place, key]),
  );
  return [place, ...inside];
}

/** The value with what stands at a place replaced. */
function changedAt(
  value: unknown,
  [key, ...rest]: Place,
  change: (was: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === key ? changedAt(item, rest, change) : item));
  }
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: changedAt(object[key], rest, change) };
}

function valueAt(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const junk = [null, 3, -1, 1.5, true, '', 'x', [], [null], [3], {}, { other: 1 }, [{ other: 1 }]];

const wholeSpecs: readonly (readonly [family: string, spec: unknown])[] = Object.entries(specs).map(
  ([family, yaml]) => [family, parse(yaml)],
);

const textOf = ({ policies }: ReadPolicy) =>
  JSON.stringify(policies, (_, value) => (typeof value === 'bigint' ? `${value}` : value));

describe('a policy', () => {
  test.each(wholeSpecs)(
    'of %s that is whole has no problem and nothing unknown',
    (family, spec) => {
      const read = readSpec(family, spec);
      expect(read.problems).toEqual([]);
      // What AWS makes of a rule is in doubt, not what is written.
      expect(textOf(read)).not.toContain('"unknown"');
    },
  );

  test.each(wholeSpecs)(
    'of %s is read wherever it is damaged, and says what it is',
    (family, spec) => {
      const silent = placesOf(spec).flatMap((place) =>
        junk.filter((damage) => {
          const read = readSpec(
            family,
            changedAt(spec, place, () => damage),
          );
          const isSaid = read.problems.length > 0 || family.endsWith('k8s.aws');
          return read.policies.length === 0 || (!isSaid && textOf(read).includes('"unknown"'));
        }),
      );
      expect(silent).toEqual([]);
    },
  );

  test.each(wholeSpecs)('of %s names a field that is not known in its answers', (family, spec) => {
    const objects = placesOf(spec).filter(
      (place) => isObject(valueAt(spec, place)) && place.at(-1) !== 'matchLabels',
    );
    for (const place of objects) {
      const changed = changedAt(spec, place, (was) => ({ ...(was as object), novelty: 1 }));
      const read = readSpec(family, changed);
      expect(read.problems).toMatchObject([
        { kind: 'notUnderstood', path: expect.stringMatching(/[.]novelty$/) },
      ]);
      expect(textOf(read)).toContain(read.problems[0]?.path);
    }
  });
});
