import { describe, expect, test } from '@jest/globals';
import {
  type KubernetesRead,
  type OtherPolicyReadId,
  otherPolicyReadIds,
  type PolicyObjectReadId,
  policyObjectReadIds,
} from '../functions/model/reads.ts';
import { projectOtherPolicy } from '../functions/snapshot/projections/other-policies.ts';
import { projectVpcCniNodeAgent } from '../functions/snapshot/projections/vpc-cni-node-agent.ts';
import { readOf } from './kube-api/reader-world.ts';

type PolicyId = OtherPolicyReadId | PolicyObjectReadId;
const readsOf = (ids: readonly PolicyId[]) =>
  ids.map((id): KubernetesRead & { readonly id: PolicyId } => ({ ...readOf(id), id }));
const every = readsOf([...otherPolicyReadIds, ...policyObjectReadIds]);
const [cilium] = readsOf(['ciliumnetworkpolicies.cilium.io']);
const [networkSet] = readsOf(['globalnetworksets.crd.projectcalico.org']);

const metadata = { name: 'deny', namespace: 'shop', labels: { team: 'a' } };
const project = (read: (typeof every)[number] | undefined, item: object) => {
  if (read === undefined) throw new Error('no such read');
  return projectOtherPolicy(read, item);
};

describe('a policy of another family', () => {
  test.each(every.map((read) => [read.id, read] as const))('%s is kept whole', (_, read) => {
    const spec = { zebra: { b: 1, a: [{ d: 1, c: null }] }, apple: 'text' };
    const kept = project(read, { metadata, spec });
    expect(kept).toEqual({
      read: read.id,
      kind: read.kind,
      namespace: read.isNamespaced === false ? undefined : 'shop',
      name: 'deny',
      labels: { team: 'a' },
      specs: [spec],
    });
    expect(JSON.stringify(kept.specs)).toBe(
      '[{"apple":"text","zebra":{"a":[{"c":null,"d":1}],"b":1}}]',
    );
  });

  test.each([
    ['without a spec has an empty one', networkSet, {}, [{}]],
    ['with null for a spec has an empty one', networkSet, { spec: null }, [{}]],
    ['of Cilium without a spec has none', cilium, {}, []],
    ['of Cilium has its spec', cilium, { spec: { a: 1 } }, [{ a: 1 }]],
    [
      'of Cilium has each of its specs',
      cilium,
      { specs: [{ a: 1 }, { b: 2 }] },
      [{ a: 1 }, { b: 2 }],
    ],
    [
      'of Cilium may have both',
      cilium,
      { spec: { a: 1 }, specs: [{ b: 2 }] },
      [{ a: 1 }, { b: 2 }],
    ],
  ])('%s', (_, read, more, specs) => {
    expect(project(read, { metadata, ...more }).specs).toEqual(specs);
  });
});

describe('of what Cilium says about layer 7', () => {
  const port = (more: object) => ({
    spec: { egress: [{ toPorts: [{ ports: [{ port: '443', protocol: 'TCP' }], ...more }] }] },
  });
  const kept = (more: object) => project(cilium, { metadata, ...port(more) }).specs[0];

  test.each([
    [
      'how many rules of a kind',
      { http: [{ path: '/' }, { headers: ['X-Token: x'] }] },
      { http: 2 },
    ],
    ['how many rules of DNS', { dns: [{ matchPattern: '*' }] }, { dns: 1 }],
    ['that there is a parser', { l7proto: 'name', l7: [{ key: 'x' }] }, { l7proto: 1, l7: 1 }],
    ['nothing where there is null', { http: null, kafka: [] }, { kafka: 0 }],
    ['a number, where a list stands in the wrong place', [{ headers: ['x'] }], 1],
  ])('is kept %s', (_, rules, counts) => {
    expect(kept({ rules })).toEqual(port({ rules: counts }).spec);
  });

  test('is kept that TLS is ended and begun, and for which names', () => {
    const terminatingTLS = { secret: { name: 'x' }, certificate: 'hunter2' };
    const given = { terminatingTLS, originatingTLS: {}, serverNames: ['example.com'] };
    const expected = { terminatingTLS: true, originatingTLS: true, serverNames: ['example.com'] };
    expect(kept(given)).toEqual(port(expected).spec);
  });

  test('labels of the same names are kept as they are', () => {
    const spec = { endpointSelector: { matchLabels: { rules: 'http', terminatingTLS: 'no' } } };
    expect(project(cilium, { metadata, spec }).specs).toEqual([spec]);
  });
});

describe('labels of Calico', () => {
  const labelsOf = (annotation: string) => {
    const annotations = { 'projectcalico.org/metadata': annotation };
    const given = { ...metadata, labels: { 'projectcalico.org/tier': 'x' }, annotations };
    return project(networkSet, { metadata: given }).labels;
  };

  test('are found where Calico stores them', () => {
    const stored = JSON.stringify({ labels: { role: 'partners' }, uid: '1' });
    expect(labelsOf(stored)).toEqual({ role: 'partners', 'projectcalico.org/tier': 'x' });
  });

  test.each([['not JSON'], ['null'], ['{"labels": ["a"]}'], ['{}']])(
    'are those of the object where the annotation is %s',
    (annotation) => {
      expect(labelsOf(annotation)).toEqual({ 'projectcalico.org/tier': 'x' });
    },
  );

  test('are not looked for in the annotations of other kinds', () => {
    const annotations = { 'projectcalico.org/metadata': '{"labels":{"a":"b"}}' };
    const { labels } = project(cilium, { metadata: { ...metadata, annotations }, spec: {} });
    expect(labels).toEqual({ team: 'a' });
  });
});

describe('of the DaemonSet of the VPC CNI', () => {
  const daemonSet = (containers: readonly object[], name = 'aws-node') => ({
    metadata: { name, namespace: 'kube-system' },
    spec: { template: { spec: { containers } } },
  });
  const agent = { name: 'aws-eks-nodeagent', args: ['--enable-network-policy=true'] };
  const plugin = (env: unknown) => ({ name: 'aws-node', env });
  const mode = (value: object) => [{ name: 'NETWORK_POLICY_ENFORCING_MODE', ...value }];

  test.each([
    ['the mode', plugin(mode({ value: 'strict' })), 'strict'],
    ['no mode where it is not set', plugin([{ name: 'OTHER', value: 'hunter2' }]), undefined],
    ['no mode where there is no environment', plugin(null), undefined],
    ['no mode that comes from elsewhere', plugin(mode({ valueFrom: {} })), undefined],
    ['no mode of another container', { name: 'x', env: mode({ value: 'strict' }) }, undefined],
  ])('is kept %s', (_, container, enforcingMode) => {
    expect(projectVpcCniNodeAgent(daemonSet([agent, container]))).toEqual({
      enableNetworkPolicy: true,
      enforcingMode,
    });
  });

  test('is kept that its agent enforces nothing', () => {
    expect(projectVpcCniNodeAgent(daemonSet([{ name: 'aws-eks-nodeagent' }]))).toMatchObject({
      enableNetworkPolicy: false,
    });
  });

  test('another DaemonSet is none', () => {
    expect(projectVpcCniNodeAgent(daemonSet([agent], 'other'))).toBeUndefined();
  });
});
