import { describe, expect, test } from '@jest/globals';
import { manifestClusters } from '../functions/platform/manifests/manifest-clusters.ts';
import { collect } from '../functions/snapshot/collect.ts';
import { normalize } from '../functions/snapshot/normalize.ts';

const cluster = { account: 'local', region: 'local', name: 'test' };
const gateway = 'gateway.networking.k8s.io/v1';

const object = (apiVersion: string, kind: string, name: string, spec: object = {}) => ({
  apiVersion,
  kind,
  raw: { apiVersion, kind, metadata: { name, namespace: `of-${kind}` }, spec },
  place: 'test.yaml:1',
});

async function normalized(objects: readonly ReturnType<typeof object>[]) {
  const manifests = { objects, awsAnswers: [], faults: [], warnings: [] };
  const clusters = manifestClusters(manifests, { namespace: 'default' });
  const reader = await clusters.open(cluster);
  return normalize(await collect(reader, () => new Date(0), cluster));
}

describe('what leads traffic', () => {
  const traffic = [
    object('v1', 'Service', 'b'),
    object('v1', 'Service', 'a'),
    object('networking.k8s.io/v1', 'Ingress', 'a'),
    object(gateway, 'Gateway', 'a', { gatewayClassName: 'alb' }),
    object(gateway, 'UDPRoute', 'a'),
    object(gateway, 'HTTPRoute', 'a'),
    object('v1', 'Node', 'a'),
  ];

  test('is kept in order, whatever order it came in', async () => {
    const snapshot = await normalized(traffic);
    expect(snapshot.services.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(snapshot.routes.map(({ kind }) => kind)).toEqual(['HTTPRoute', 'UDPRoute']);
    expect({ ...snapshot, reads: [] }).toEqual({
      ...(await normalized(traffic.toReversed())),
      reads: [],
    });
  });

  test('implies the namespaces that it lies in', async () => {
    const { namespaces } = await normalized(traffic);
    expect(namespaces.map(({ name }) => name)).toEqual([
      'of-Gateway',
      'of-HTTPRoute',
      'of-Ingress',
      'of-Service',
      'of-UDPRoute',
    ]);
  });
});

test('a policy of Calico is the same in either of its APIs', async () => {
  const spec = { selector: 'all()', types: ['Ingress'] };
  const given = await normalized([object('projectcalico.org/v3', 'NetworkPolicy', 'deny', spec)]);
  expect(given.otherPolicies).toMatchObject([
    { read: 'networkpolicies.crd.projectcalico.org', name: 'deny', specs: [spec] },
  ]);
  const stored = await normalized([
    object('crd.projectcalico.org/v1', 'NetworkPolicy', 'deny', spec),
  ]);
  expect(stored.otherPolicies).toEqual(given.otherPolicies);
  expect(stored.networkPolicies).toEqual([]);
});

test('sets and tiers that policies name are kept beside the policies', async () => {
  const { policyObjects, otherPolicies } = await normalized([
    object('projectcalico.org/v3', 'Tier', 'security', { order: 10 }),
    object('projectcalico.org/v3', 'NetworkSet', 'partners', { nets: ['192.0.2.0/24'] }),
    object('cilium.io/v2', 'CiliumCIDRGroup', 'partners', { externalCIDRs: ['192.0.2.0/24'] }),
  ]);
  expect(policyObjects.map(({ kind, namespace, name }) => [kind, namespace, name])).toEqual([
    ['CiliumCIDRGroup', undefined, 'partners'],
    ['Tier', undefined, 'security'],
    ['NetworkSet', 'of-NetworkSet', 'partners'],
  ]);
  expect(otherPolicies).toEqual([]);
});

describe('what stands around workloads', () => {
  const kyverno = 'kyverno.io/v1';
  const given = [
    object('v1', 'ServiceAccount', 'b'),
    object('v1', 'ServiceAccount', 'a'),
    object('v1', 'PersistentVolume', 'a', { csi: { driver: 'ebs.csi.aws.com' } }),
    object('v1', 'PersistentVolumeClaim', 'a'),
    object('v1', 'ResourceQuota', 'a'),
    object('v1', 'LimitRange', 'a'),
    object('external-secrets.io/v1beta1', 'ExternalSecret', 'a'),
    object('secrets-store.csi.x-k8s.io/v1', 'SecretProviderClass', 'a'),
    object(kyverno, 'Policy', 'a'),
    object(kyverno, 'ClusterPolicy', 'a'),
    object('policies.kyverno.io/v1beta1', 'ValidatingPolicy', 'a'),
    object('kyverno.io/v2beta1', 'PolicyException', 'a'),
    object('policies.kyverno.io/v1', 'PolicyException', 'b'),
    object('constraints.gatekeeper.sh/v1beta1', 'K8sPSPProcMount', 'a'),
    object('constraints.gatekeeper.sh/v1beta1', 'K8sPSPCapabilities', 'b'),
  ];

  test('is kept in order, whatever order it came in', async () => {
    const snapshot = await normalized(given);
    const names = (part: readonly { readonly kind?: string; readonly name: string }[]) =>
      part.map(({ kind, name }) => (kind === undefined ? name : `${kind} ${name}`));
    expect(names(snapshot.serviceAccounts)).toEqual(['a', 'b']);
    expect(names(snapshot.limits)).toEqual(['LimitRange a', 'ResourceQuota a']);
    expect(names(snapshot.secretSources)).toEqual(['ExternalSecret a', 'SecretProviderClass a']);
    expect(names(snapshot.kyvernoPolicies)).toEqual([
      'ClusterPolicy a',
      'ValidatingPolicy a',
      'Policy a',
    ]);
    expect(names(snapshot.kyvernoExceptions)).toEqual(['a', 'b']);
    expect(names(snapshot.constraints)).toEqual(['K8sPSPProcMount a', 'K8sPSPCapabilities b']);
    const reversed = await normalized(given.toReversed());
    expect({ ...snapshot, reads: [] }).toEqual({ ...reversed, reads: [] });
  });

  test('implies the namespaces that it lies in, and no others', async () => {
    const { namespaces } = await normalized(given);
    expect(namespaces.map(({ name }) => name)).toEqual([
      'of-ExternalSecret',
      'of-LimitRange',
      'of-PersistentVolumeClaim',
      'of-Policy',
      'of-PolicyException',
      'of-ResourceQuota',
      'of-SecretProviderClass',
      'of-ServiceAccount',
    ]);
  });
});

test('webhooks stay in the order of their configuration, and configurations are in order', async () => {
  const configuration = (kind: string, name: string, webhooks: readonly string[]) => {
    const given = object('admissionregistration.k8s.io/v1', kind, name);
    const raw = { ...given.raw, webhooks: webhooks.map((webhook) => ({ name: webhook })) };
    return { ...given, raw };
  };
  const { webhooks } = await normalized([
    configuration('ValidatingWebhookConfiguration', 'b', ['z', 'y']),
    configuration('ValidatingWebhookConfiguration', 'a', ['x']),
    configuration('MutatingWebhookConfiguration', 'a', ['w', 'v']),
  ]);
  expect(webhooks.map(({ configuration, name }) => `${configuration} ${name}`)).toEqual([
    'a w',
    'a v',
    'a x',
    'b z',
    'b y',
  ]);
});
