import { describe, expect, test } from '@jest/globals';
import { type KubernetesReadId, kubernetesReads } from '../functions/model/reads.ts';
import { manifestClusters } from '../functions/platform/manifests/manifest-clusters.ts';
import { keepingSink, nameOf } from './kube-api/connect.ts';
import { readOf } from './kube-api/reader-world.ts';

const cluster = { account: 'local', region: 'local', name: 'x' };

const object = (apiVersion: string, kind: string, name: string) => ({
  apiVersion,
  kind,
  raw: { apiVersion, kind, metadata: { name } },
  place: 'a.yaml:1',
});

type Objects = readonly ReturnType<typeof object>[];

/** The names that a read of these manifests gives, and why it may not be all. */
async function delivered(objects: Objects, id: KubernetesReadId) {
  const manifests = { objects, awsAnswers: [], faults: [], warnings: [] };
  const reader = await manifestClusters(manifests, { namespace: 'default' }).open(cluster);
  const sink = keepingSink();
  const { incomplete } = await reader.readKubernetes(readOf(id), sink);
  return { names: sink.pages.flat().map(nameOf), detail: incomplete?.detail };
}

describe('a kind in several versions', () => {
  test.each([
    ['projectcalico.org/v3', 'NetworkPolicy', 'networkpolicies.crd.projectcalico.org'],
    ['projectcalico.org/v3', 'GlobalNetworkPolicy', 'globalnetworkpolicies.crd.projectcalico.org'],
    ['crd.projectcalico.org/v1', 'Tier', 'tiers.crd.projectcalico.org'],
    ['gateway.networking.k8s.io/v1beta1', 'Gateway', 'gateways.gateway.networking.k8s.io'],
    ['gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'tlsroutes.gateway.networking.k8s.io'],
    ['cilium.io/v2', 'CiliumCIDRGroup', 'ciliumcidrgroups.cilium.io'],
    [
      'admissionregistration.k8s.io/v1beta1',
      'ValidatingAdmissionPolicy',
      'validatingadmissionpolicies',
    ],
    ['kyverno.io/v2beta1', 'ClusterPolicy', 'clusterpolicies.kyverno.io'],
    ['kyverno.io/v2beta1', 'PolicyException', 'policyexceptions.kyverno.io'],
    ['policies.kyverno.io/v1alpha1', 'ValidatingPolicy', 'validatingpolicies.policies.kyverno.io'],
    [
      'templates.gatekeeper.sh/v1beta1',
      'ConstraintTemplate',
      'constrainttemplates.templates.gatekeeper.sh',
    ],
    ['external-secrets.io/v1beta1', 'ExternalSecret', 'externalsecrets.external-secrets.io'],
    [
      'secrets-store.csi.x-k8s.io/v1alpha1',
      'SecretProviderClass',
      'secretproviderclasses.secrets-store.csi.x-k8s.io',
    ],
  ] as const)('is read in %s where its fields are the same: %s', async (apiVersion, kind, read) => {
    expect(await delivered([object(apiVersion, kind, 'one')], read)).toEqual({ names: ['one'] });
  });

  test.each(kubernetesReads.flatMap((read) => ('object' in read ? [] : [read])))(
    'is read in its own: $id',
    async ({ id, apiGroup, version, kind }) => {
      const apiVersion = apiGroup === '' ? version : `${apiGroup}/${version}`;
      expect(await delivered([object(apiVersion, kind, 'one')], id)).toEqual({ names: ['one'] });
    },
  );

  test.each([
    [
      'policy.networking.k8s.io/v1beta1',
      'ClusterNetworkPolicy',
      'clusternetworkpolicies.policy.networking.k8s.io',
    ],
    ['cilium.io/v3', 'CiliumNetworkPolicy', 'ciliumnetworkpolicies.cilium.io'],
    ['projectcalico.org/v4', 'GlobalNetworkPolicy', 'globalnetworkpolicies.crd.projectcalico.org'],
    ['networking.k8s.io/v1beta1', 'Ingress', 'ingresses'],
    ['extensions/v1beta1', 'Ingress', 'ingresses'],
    [
      'admissionregistration.k8s.io/v1alpha1',
      'ValidatingAdmissionPolicy',
      'validatingadmissionpolicies',
    ],
    [
      'admissionregistration.k8s.io/v1beta1',
      'ValidatingWebhookConfiguration',
      'validatingwebhookconfigurations',
    ],
    ['storage.k8s.io/v1beta1', 'StorageClass', 'storageclasses'],
    ['kyverno.io/v3', 'Policy', 'policies.kyverno.io'],
  ] as const)('is a gap by its name in %s: %s', async (apiVersion, kind, read) => {
    const { names, detail } = await delivered([object(apiVersion, kind, 'one')], read);
    expect(names).toEqual([]);
    expect(detail).toContain(`a.yaml:1 is a ${kind} in ${apiVersion}, of which`);
  });

  test('is one object where it stands in two of them', async () => {
    const objects = ['projectcalico.org/v3', 'crd.projectcalico.org/v1'].map((apiVersion) =>
      object(apiVersion, 'GlobalNetworkPolicy', 'default.one'),
    );
    const read = 'globalnetworkpolicies.crd.projectcalico.org';
    expect(await delivered(objects, read)).toEqual({ names: ['default.one'] });
  });

  test.each([
    ['networkpolicies', ['kubernetes']],
    ['networkpolicies.crd.projectcalico.org', ['calico']],
    ['services', []],
    ['policies.kyverno.io', ['kyverno']],
    ['clusterpolicies.kyverno.io', []],
    ['policyexceptions.kyverno.io', ['patterns']],
    ['policyexceptions.policies.kyverno.io', ['cel']],
  ] as const)('is not mistaken for that of another product: %s', async (read, names) => {
    const objects = [
      object('projectcalico.org/v3', 'NetworkPolicy', 'calico'),
      object('networking.k8s.io/v1', 'NetworkPolicy', 'kubernetes'),
      object('serving.knative.dev/v1', 'Service', 'knative'),
      object('kyverno.io/v1', 'Policy', 'kyverno'),
      object('policy.open-cluster-management.io/v1', 'Policy', 'fleet'),
      object('nvidia.com/v1', 'ClusterPolicy', 'gpu'),
      object('kyverno.io/v2', 'PolicyException', 'patterns'),
      object('policies.kyverno.io/v1', 'PolicyException', 'cel'),
    ];
    expect(await delivered(objects, read)).toEqual({ names });
  });
});
