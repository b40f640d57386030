import type { Binding, PolicyRule } from '../functions/model/rbac-objects.ts';
import type { Pod, Snapshot } from '../functions/model/snapshot.ts';
import { pick, replaced, without } from './places.ts';
import { type Improvement, platformImprovements } from './platform-improvements.ts';

/** Everything that must never cost points. */
export const improvements: Readonly<Record<string, Improvement>> = {
  ...platformImprovements,
  'deleting the pods of a workload': (snapshot, at) => {
    const owner = JSON.stringify(pick(snapshot.pods, at)?.owner);
    const pods = snapshot.pods.filter((pod) => JSON.stringify(pod.owner) !== owner);
    return { ...snapshot, pods };
  },
  'deleting a namespace with all that is in it': (snapshot, at) => {
    const name = pick(snapshot.namespaces, at)?.name;
    const isOutside = (object: { readonly namespace?: string | undefined }): boolean =>
      object.namespace === undefined || object.namespace !== name;
    return {
      ...snapshot,
      namespaces: snapshot.namespaces.filter((namespace) => namespace.name !== name),
      pods: snapshot.pods.filter(isOutside),
      networkPolicies: snapshot.networkPolicies.filter(isOutside),
      bindings: snapshot.bindings.filter(isOutside),
    };
  },
  'deleting a binding': (snapshot, at) => ({
    ...snapshot,
    bindings: without(snapshot.bindings, at),
  }),
  'deleting a role': (snapshot, at) => ({ ...snapshot, roles: without(snapshot.roles, at) }),
  'deleting an access entry': (snapshot, at) => ({
    ...snapshot,
    accessEntries: without(snapshot.accessEntries, at),
  }),
  'mending every container of a pod': (snapshot, at) => ({
    ...snapshot,
    pods: replaced(snapshot.pods, at, mendedPod),
  }),
  'taking a pod off the host network': (snapshot, at) => ({
    ...snapshot,
    pods: replaced(snapshot.pods, at, (pod) => ({
      ...pod,
      spec: { ...pod.spec, hostNetwork: false },
    })),
  }),
  'binding a wildcard role instead of cluster-admin': (snapshot, at) => ({
    ...snapshot,
    roles: [...snapshot.roles, clusterRole('wild', { verbs: ['*'], resources: ['pods'] })],
    bindings: replaced(snapshot.bindings, at, (binding) =>
      binding.roleRef.name === 'cluster-admin' ? boundTo(binding, 'wild') : binding,
    ),
  }),
  'binding a role that names what it grants': (snapshot, at) => ({
    ...snapshot,
    roles: [...snapshot.roles, clusterRole('named', { verbs: ['get'], resources: ['pods'] })],
    bindings: replaced(snapshot.bindings, at, (binding) => boundTo(binding, 'named')),
  }),
  'naming the verbs and resources of a role': (snapshot, at) => ({
    ...snapshot,
    roles: replaced(snapshot.roles, at, (role) => ({
      ...role,
      rules: role.rules.map((rule) => ({ ...rule, verbs: ['get'] })),
    })),
  }),
  'binding in one namespace instead of the cluster': (snapshot, at) => ({
    ...snapshot,
    bindings: replaced(snapshot.bindings, at, (binding) => ({
      ...binding,
      kind: 'RoleBinding',
      namespace: binding.namespace ?? 'shop',
    })),
  }),
  'splitting a binding into one for each subject': (snapshot, at) => {
    const binding = pick(snapshot.bindings, at);
    const split = (binding?.subjects ?? []).flatMap((subject, index): Binding[] =>
      binding === undefined
        ? []
        : [{ ...binding, name: `${binding.name}-${index}`, subjects: [subject] }],
    );
    return { ...snapshot, bindings: [...without(snapshot.bindings, at), ...split] };
  },
  'limiting an access entry to a namespace': (snapshot, at) => ({
    ...snapshot,
    accessEntries: replaced(snapshot.accessEntries, at, (entry) => ({
      ...entry,
      policies: entry.policies.map((policy) => ({ ...policy, scope: 'namespace' })),
    })),
  }),
  'narrowing the ranges of the public endpoint': (snapshot, at) => ({
    ...snapshot,
    ...(snapshot.eksCluster && {
      eksCluster: {
        ...snapshot.eksCluster,
        publicAccessCidrs: replaced(
          snapshot.eksCluster.publicAccessCidrs,
          at,
          () => '198.51.100.0/24',
        ),
      },
    }),
  }),
  'turning the public endpoint off': (snapshot) => ({
    ...snapshot,
    ...(snapshot.eksCluster && {
      eksCluster: { ...snapshot.eksCluster, endpointPublicAccess: false },
    }),
  }),
  'narrowing every range of the network policies': (snapshot) => ({
    ...snapshot,
    networkPolicies: snapshot.networkPolicies.map((policy) => ({
      ...policy,
      spec: JSON.parse(
        // Exceptions have to stay inside of the range.
        JSON.stringify(policy.spec).replaceAll('0.0.0.0/0', '10.0.0.0/7'),
      ) as typeof policy.spec,
    })),
  }),
  'deleting a policy that selects no pod': (snapshot, at) => {
    const idle = pick(snapshot.networkPolicies.filter(selectsNothingIn(snapshot)), at);
    const networkPolicies = snapshot.networkPolicies.filter((policy) => policy !== idle);
    return { ...snapshot, networkPolicies };
  },
  'adding a default-deny policy': (snapshot, at) => ({
    ...snapshot,
    networkPolicies: [
      ...snapshot.networkPolicies,
      {
        namespace: pick(snapshot.namespaces, at)?.name ?? 'shop',
        name: 'default-deny',
        labels: {},
        spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      },
    ],
  }),
};

/** Objects that no control finds anything in, in a namespace of their own. */
export function withCleanObjects(snapshot: Snapshot): Snapshot {
  const pod = snapshot.pods.find(({ spec }) =>
    [...spec.initContainers, ...spec.containers].every(({ image }) => image !== undefined),
  );
  const namespace = 'clean';
  const deny = {
    namespace,
    name: 'default-deny',
    labels: {},
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
  return {
    ...snapshot,
    namespaces: [
      ...snapshot.namespaces,
      {
        name: namespace,
        labels: {
          'kubernetes.io/metadata.name': namespace,
          'pod-security.kubernetes.io/enforce': 'restricted',
          team: 'clean',
        },
        isImplied: false,
      },
    ],
    limits: [
      ...snapshot.limits,
      ...(['ResourceQuota', 'LimitRange'] as const).map((kind) => ({
        kind,
        namespace,
        name: 'limits',
        resources: ['cpu', 'memory', 'pods'],
      })),
    ],
    networkPolicies: [...snapshot.networkPolicies, deny],
    pods:
      pod === undefined
        ? snapshot.pods
        : [
            ...snapshot.pods,
            underPolicies(
              mendedPod({
                ...pod,
                namespace,
                owner: { kind: 'Deployment', namespace, name: 'new' },
              }),
            ),
          ],
    roles: [...snapshot.roles, clusterRole('named', { verbs: ['get'], resources: ['pods'] })],
    bindings: [
      ...snapshot.bindings,
      {
        kind: 'ClusterRoleBinding',
        name: 'clean',
        labels: {},
        roleRef: { kind: 'ClusterRole', name: 'named' },
        subjects: [{ kind: 'Group', name: 'readers' }],
      },
    ],
    accessEntries: [
      ...snapshot.accessEntries,
      { principalArn: 'arn:aws:iam::111122223333:role/clean', policies: [] },
    ],
  };
}

/** A pod that nothing owns is the only one of its kind. */
export function withReplicas(snapshot: Snapshot, count: number): Snapshot {
  const bare = snapshot.pods.filter(({ owner }) => owner.kind === 'Pod');
  const owned = snapshot.pods.filter(({ owner }) => owner.kind !== 'Pod');
  const replicas = Array.from({ length: count }, (_, index) =>
    owned.map((pod) => ({ ...pod, name: `${pod.name}-${index}` })),
  );
  return { ...snapshot, pods: [...bare, ...replicas.flat()] };
}

/** A pod in which no control finds anything. */
function mendedPod(pod: Pod): Pod {
  const { initContainers, containers } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      hostPID: false,
      hostIPC: false,
      serviceAccountName: 'app',
      securityContext: { runAsNonRoot: true, sysctls: [] },
      volumes: [],
      initContainers: initContainers.map(mendedContainer),
      containers: containers.map(mendedContainer),
    },
  };
}

type Container = Pod['spec']['containers'][number];

function mendedContainer({ name, image }: Container): Container {
  return {
    name,
    ...(image !== undefined && { image: `registry.k8s.io/app@sha256:${'b'.repeat(64)}` }),
    securityContext: {
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsUser: 1000,
      capabilities: { add: [], drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
      appArmorProfile: { type: 'RuntimeDefault' },
    },
    ports: [],
    env: [],
    envFrom: [],
    volumeMounts: [],
    handlerHosts: [],
    limits: ['cpu', 'memory'],
  };
}

type PodSelector = { readonly matchLabels?: Readonly<Record<string, string>> };

/** Generated policies ask for labels by their values, and for nothing else. */
function selectsNothingIn({ pods }: Snapshot) {
  return ({ namespace, spec }: Snapshot['networkPolicies'][number]): boolean => {
    const { podSelector } = spec as { readonly podSelector: PodSelector };
    const wanted = Object.entries(podSelector.matchLabels ?? {});
    return !pods.some(
      (pod) =>
        pod.namespace === namespace &&
        pod.phase !== 'Succeeded' &&
        wanted.every(([key, value]) => pod.labels[key] === value),
    );
  };
}

/** On other systems some engines enforce no policies, and on the network of the node none does. */
function underPolicies(pod: Pod): Pod {
  return { ...pod, spec: { ...pod.spec, hostNetwork: false, os: { name: 'linux' } } };
}

function boundTo(binding: Binding, name: string): Binding {
  return { ...binding, roleRef: { kind: 'ClusterRole', name } };
}

function clusterRole(name: string, rule: Pick<PolicyRule, 'verbs' | 'resources'>) {
  const rules = [{ ...rule, apiGroups: [''], resourceNames: [], nonResourceURLs: [] }];
  return { kind: 'ClusterRole' as const, name, labels: {}, rules, isAggregated: false };
}
