import type { ReadId } from '../functions/model/reads.ts';
import type { Pod, Snapshot } from '../functions/model/snapshot.ts';

/*
 * A snapshot as it would have been if one read had been refused: what it gave is gone, what was made
 * of it with it, and the gap says so.
 */

type Change = (snapshot: Snapshot) => Partial<Snapshot>;

/** The parts that a read alone fills. */
const ownParts = {
  networkpolicies: 'networkPolicies',
  services: 'services',
  endpointslices: 'writtenEndpoints',
  ingresses: 'ingresses',
  ingressclasses: 'ingressClasses',
  nodes: 'nodes',
  'gateways.gateway.networking.k8s.io': 'gateways',
  'referencegrants.gateway.networking.k8s.io': 'referenceGrants',
  'policyendpoints.networking.k8s.aws': 'policyEndpoints',
  'nodeclasses.eks.amazonaws.com': 'nodeClasses',
  serviceaccounts: 'serviceAccounts',
  persistentvolumes: 'persistentVolumes',
  persistentvolumeclaims: 'persistentVolumeClaims',
  storageclasses: 'storageClasses',
  validatingadmissionpolicies: 'validatingAdmissionPolicies',
  validatingadmissionpolicybindings: 'admissionPolicyBindings',
  'policyexceptions.kyverno.io': 'kyvernoExceptions',
  'constrainttemplates.templates.gatekeeper.sh': 'constraintTemplates',
  'eks:DescribeClusterVersions': 'eksVersions',
  'eks:DescribeNodegroup': 'nodegroups',
  'eks:ListInsights': 'insights',
  'logs:DescribeLogGroups': 'logGroups',
  'logs:DescribeSubscriptionFilters': 'subscriptionFilters',
  'ec2:DescribeSubnets': 'subnets',
  'ec2:DescribeSecurityGroups': 'securityGroups',
  'guardduty:GetDetector': 'detectors',
  'ecr:DescribeRepositories': 'ecrRepositories',
  'ecr:GetRepositoryPolicy': 'ecrRepositoryPolicies',
} as const satisfies Partial<Record<ReadId, keyof Snapshot>>;

const workloadKinds: Partial<Record<ReadId, string>> = {
  replicationcontrollers: 'ReplicationController',
  deployments: 'Deployment',
  daemonsets: 'DaemonSet',
  statefulsets: 'StatefulSet',
  replicasets: 'ReplicaSet',
  jobs: 'Job',
  cronjobs: 'CronJob',
};

const kindsInParts = {
  roles: ['roles', 'Role'],
  clusterroles: ['roles', 'ClusterRole'],
  rolebindings: ['bindings', 'RoleBinding'],
  clusterrolebindings: ['bindings', 'ClusterRoleBinding'],
  resourcequotas: ['limits', 'ResourceQuota'],
  limitranges: ['limits', 'LimitRange'],
  'externalsecrets.external-secrets.io': ['secretSources', 'ExternalSecret'],
  'secretproviderclasses.secrets-store.csi.x-k8s.io': ['secretSources', 'SecretProviderClass'],
  validatingwebhookconfigurations: ['webhooks', 'ValidatingWebhookConfiguration'],
  mutatingwebhookconfigurations: ['webhooks', 'MutatingWebhookConfiguration'],
  'clusterpolicies.kyverno.io': ['kyvernoPolicies', 'ClusterPolicy'],
  'policies.kyverno.io': ['kyvernoPolicies', 'Policy'],
  'validatingpolicies.policies.kyverno.io': ['kyvernoPolicies', 'ValidatingPolicy'],
  'imagevalidatingpolicies.policies.kyverno.io': ['kyvernoPolicies', 'ImageValidatingPolicy'],
  'namespacedvalidatingpolicies.policies.kyverno.io': [
    'kyvernoPolicies',
    'NamespacedValidatingPolicy',
  ],
  'namespacedimagevalidatingpolicies.policies.kyverno.io': [
    'kyvernoPolicies',
    'NamespacedImageValidatingPolicy',
  ],
} as const satisfies Partial<Record<ReadId, readonly [keyof Snapshot, string]>>;

const single = {
  'configmaps/kube-system/amazon-vpc-cni': 'vpcCniConfig',
  'configmaps/kube-system/cilium-config': 'ciliumConfig',
  'eks:DescribeCluster': 'eksCluster',
  'ecr:GetRegistryScanningConfiguration': 'ecrScanning',
} as const satisfies Partial<Record<ReadId, keyof Snapshot>>;

/** Reads of which others are made: where the list is refused, nothing can be described. */
const lists: Partial<Record<ReadId, readonly ReadId[]>> = {
  'eks:ListAddons': ['eks:DescribeAddon'],
  'eks:ListNodegroups': ['eks:DescribeNodegroup'],
  'eks:ListAccessEntries': ['eks:ListAssociatedAccessPolicies'],
  'guardduty:ListDetectors': ['guardduty:GetDetector'],
};

export function deniedRead(snapshot: Snapshot, read: ReadId): Snapshot {
  let rest = snapshot;
  for (const id of [read, ...(lists[read] ?? [])]) rest = withGap(rest, id);
  return rest;
}

function withGap(snapshot: Snapshot, read: ReadId): Snapshot {
  const others = snapshot.gaps.filter((gap) => gap.read !== read);
  const gap = { read, reason: 'forbidden', detail: 'got 403' } as const;
  return { ...snapshot, ...withoutRead(snapshot, read), gaps: [...others, gap] };
}

function withoutRead(snapshot: Snapshot, read: ReadId): Partial<Snapshot> {
  const special = specials[read];
  if (special !== undefined) return special(snapshot);
  const kind = workloadKinds[read];
  if (kind !== undefined) return withoutWorkloads(snapshot, kind);
  if (read in ownParts) return { [ownParts[read as keyof typeof ownParts]]: [] };
  if (read in single) return { [single[read as keyof typeof single]]: undefined };
  const listed = Object.entries(kindsInParts).find(([id]) => id === read)?.[1];
  if (listed !== undefined) return withoutKind(snapshot, listed[0], listed[1]);
  return withoutRest(snapshot, read);
}

const specials: Partial<Record<ReadId, Change>> = {
  // Namespaces that something lives in are known all the same, without their labels.
  namespaces: (snapshot) => ({
    namespaces: snapshot.namespaces
      .filter(({ name }) => isInhabited(snapshot, name))
      .map(({ name }) => ({
        name,
        labels: { 'kubernetes.io/metadata.name': name },
        isImplied: true,
      })),
  }),
  // Templates show the pods that they make.
  pods: ({ pods, workloads }) => ({
    pods: [
      ...pods.filter(({ isRepresentative }) => isRepresentative),
      ...workloads
        .filter((workload) => !pods.some((pod) => pod.isRepresentative && owns(workload, pod)))
        .map(podOf),
    ],
  }),
  'eks:DescribeAddon': () => ({ addons: [], vpcCniAddon: undefined }),
  'eks:ListAccessEntries': () => ({ accessEntries: [] }),
  'eks:ListAssociatedAccessPolicies': ({ accessEntries }) => ({
    accessEntries: accessEntries.map((entry) => ({ ...entry, policies: [] })),
  }),
};

function isInhabited(snapshot: Snapshot, name: string): boolean {
  const { pods, workloads, networkPolicies, services, roles, bindings } = snapshot;
  const all = [pods, workloads, networkPolicies, services, roles, bindings].flat();
  return all.some(({ namespace }) => namespace === name);
}

type Owner = {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
};

function owns({ kind, namespace, name }: Owner, { owner }: Pod): boolean {
  return owner.kind === kind && owner.namespace === namespace && owner.name === name;
}

function podOf({ kind, namespace, name, template }: Snapshot['workloads'][number]): Pod {
  return {
    namespace,
    name,
    labels: template.labels,
    annotations: template.annotations,
    owner: { kind, namespace, name },
    isRepresentative: true,
    podIPs: [],
    spec: template.spec,
  };
}

function withoutWorkloads(snapshot: Snapshot, kind: string): Partial<Snapshot> {
  const gone = snapshot.workloads.filter((workload) => workload.kind === kind);
  return {
    workloads: snapshot.workloads.filter((workload) => workload.kind !== kind),
    pods: snapshot.pods.filter(
      (pod) =>
        !(pod.isRepresentative && (pod.owner.kind === kind || gone.some((w) => owns(w, pod)))),
    ),
    ...(kind === 'DaemonSet' && { vpcCniNodeAgent: undefined }),
  };
}

function withoutKind(snapshot: Snapshot, part: keyof Snapshot, kind: string): Partial<Snapshot> {
  const items: unknown = snapshot[part];
  if (!Array.isArray(items)) return {};
  return { [part]: items.filter((item) => item.kind !== kind) };
}

/** Kinds of policies, of objects that they name, of routes and of constraints. */
function withoutRest(snapshot: Snapshot, read: ReadId): Partial<Snapshot> {
  const kind = read.split('.')[0] ?? '';
  return {
    otherPolicies: snapshot.otherPolicies.filter((policy) => policy.read !== read),
    policyObjects: snapshot.policyObjects.filter((object) => object.read !== read),
    routes: snapshot.routes.filter((route) => !isPlural(kind, route.kind)),
    constraints: snapshot.constraints.filter((constraint) => !isPlural(kind, constraint.kind)),
  };
}

function isPlural(resource: string, kind: string): boolean {
  return resource === kind.toLowerCase() || resource === `${kind.toLowerCase()}s`;
}
