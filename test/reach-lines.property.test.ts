import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  keyOfPorts,
  noPorts,
  type PortSet,
  portsWithout,
  unionOfPorts,
} from '../functions/assess/reach/algebra/port-set.ts';
import { connectionLines } from '../functions/assess/reach/lines/connection-lines.ts';
import {
  explainLine,
  type LineExplanation,
} from '../functions/assess/reach/lines/explained-line.ts';
import { type ProfileName, profileNamed } from '../functions/assess/reach/profiles/profile.ts';
import { type Connection, type Reach, reachOf } from '../functions/assess/reach/reach.ts';
import type { Pod, Snapshot } from '../functions/model/snapshot.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const label = fc.constantFrom('a', 'b', 'c');

const pod = fc.record({
  labels: fc.record({ app: label }),
  owner: fc.constantFrom('Deployment web', 'Deployment api', 'StatefulSet db'),
  nodeName: fc.constantFrom(undefined, 'one', 'two'),
  spec: fc.record({ hostNetwork: fc.boolean() }),
  isRepresentative: fc.boolean(),
});

const selector = fc.record({ matchLabels: fc.record({ app: label }) });

const policy = fc.record({
  podSelector: selector,
  policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
  ingress: fc.array(
    fc.record({
      from: fc.array(fc.record({ podSelector: selector }), { minLength: 1, maxLength: 2 }),
      ports: fc.array(fc.record({ port: fc.constantFrom(80, 81, 443) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
});

const cluster = fc
  .record({
    pods: fc.array(pod, { minLength: 1, maxLength: 6 }),
    policies: fc.array(policy, { maxLength: 4 }),
  })
  .map(({ pods, policies }) =>
    snapshotOf({
      namespaces: ['shop'],
      nodes: [{ name: 'one' }],
      pods: pods.map(({ nodeName, ...rest }, index) => ({
        name: `pod-${index}`,
        ...(nodeName !== undefined && !rest.isRepresentative && { nodeName }),
        ...rest,
      })),
      networkPolicies: policies.map((spec, index) => ({ name: `policy-${index}`, spec })),
    }),
  );

const profileName = fc.constantFrom<ProfileName>('spec', 'aws-vpc-cni', 'cilium');

test('lines of pods say what the map says of each pair', () => {
  fc.assert(
    fc.property(cluster, profileName, (snapshot, name) => {
      const reach = reachOf(snapshot, profileNamed(name));
      const podText = (given: Pod): string =>
        given.isRepresentative ? ownerText(given) : `${given.namespace}/${given.name}[Pod]`;
      expect(linesOf(reach, snapshot, 'pod')).toEqual(pairsOf(reach, snapshot, podText));
    }),
  );
});

test('lines of workloads say what any pair of their pods may say', () => {
  fc.assert(
    fc.property(cluster, profileName, (snapshot, name) => {
      const reach = reachOf(snapshot, profileNamed(name));
      expect(linesOf(reach, snapshot, 'workload')).toEqual(pairsOf(reach, snapshot, ownerText));
    }),
  );
});

function ownerText({ owner }: Pod): string {
  return `${owner.namespace}/${owner.name}[${owner.kind}]`;
}

test('the reasons of a line come to its connection', () => {
  fc.assert(
    fc.property(cluster, profileName, (snapshot, name) => {
      const reach = reachOf(snapshot, profileNamed(name));
      for (const line of connectionLines(reach, snapshot, { level: 'workload' })) {
        expect(reasonedText(explainLine(reach, line))).toBe(textOf(line.connection));
      }
    }),
  );
});

function reasonedText(explanations: readonly LineExplanation[]): string {
  const portsOf = (wanted: LineExplanation['verdict']): PortSet =>
    explanations
      .filter(({ verdict }) => verdict === wanted)
      .map(({ ports }) => ports)
      .reduce(unionOfPorts, noPorts);
  const allowed = portsOf('allowed');
  return textOf({ allowed, undefined: portsWithout(portsOf('undefined'), allowed) });
}

type Lines = Readonly<Record<string, string>>;

function linesOf(reach: Reach, snapshot: Snapshot, level: 'workload' | 'pod'): Lines {
  const lines = connectionLines(reach, snapshot, { level });
  return Object.fromEntries(
    lines
      .filter(({ source, destination }) => source.kind === 'pods' && destination.kind === 'pods')
      .map(({ source, destination, connection }) => [
        `${source.text} => ${destination.text}`,
        textOf(connection),
      ]),
  );
}

/** Pod by pod, which is what lines are made to do without. */
function pairsOf(reach: Reach, { pods }: Snapshot, textOfPod: (pod: Pod) => string): Lines {
  const found = new Map<string, Connection>();
  for (const source of pods) {
    for (const destination of pods) {
      const isReplica = destination === source;
      if (isReplica && !source.isRepresentative) continue;
      const between = reach.between(refOf(source), { ...refOf(destination), isReplica });
      const key = `${textOfPod(source)} => ${textOfPod(destination)}`;
      const before = found.get(key) ?? { allowed: noPorts, undefined: noPorts };
      found.set(key, either(before, between));
    }
  }
  const told = [...found].filter(([, { allowed, undefined: open }]) => {
    const visible = unionOfPorts(allowed, { ...open, OTHER: false });
    return keyOfPorts(visible) !== keyOfPorts(noPorts);
  });
  return Object.fromEntries(told.map(([key, connection]) => [key, textOf(connection)]));
}

function refOf({ namespace, name }: Pod) {
  return { kind: 'pod', namespace, name, isReplica: false } as const;
}

function either(one: Connection, other: Connection): Connection {
  const allowed = unionOfPorts(one.allowed, other.allowed);
  const open: PortSet = unionOfPorts(one.undefined, other.undefined);
  return { allowed, undefined: portsWithout(open, allowed) };
}

function textOf({ allowed, undefined: open }: Connection): string {
  return `${keyOfPorts(allowed)} ${keyOfPorts(open)}`;
}
