import type { Pod, Snapshot, Workload } from '../functions/model/snapshot.ts';
import { podSpecOf } from '../functions/snapshot/projections/pod-spec.ts';
import { minimalSnapshot, tweak } from '../test/minimal-snapshot.ts';
import { benchSnapshot, numbersFrom } from './reach-clusters.ts';

/*
 * A whole cluster for the benchmark of judgement: workloads of two replicas over namespaces of 50, each
 * with an image, a service account and a Service of its own. One in three keeps to the level Restricted,
 * one in ten is privileged or in a host namespace, the others are as charts leave them. Policies are
 * those of the realistic cluster of the reachability benchmark.
 */

const workloadsPerNamespace = 50;
const replicas = 2;

export function wholeCluster(count: number): Snapshot {
  const random = numbersFrom(count);
  const namespaces = Array.from({ length: Math.ceil(count / workloadsPerNamespace) }, (_, at) => ({
    name: `team-${at}`,
    labels: {
      'kubernetes.io/metadata.name': `team-${at}`,
      team: `team-${at % 20}`,
      ...(at % 4 === 0 && { 'pod-security.kubernetes.io/enforce': 'baseline' }),
    },
    isImplied: false,
  }));
  const workloads = Array.from({ length: count }, (_, at) => workloadOf(at, random()));
  const policies = benchSnapshot('realistic', { pods: count, policies: count / 20 });
  return tweak(minimalSnapshot, {
    source: 'eks',
    namespaces,
    workloads,
    pods: workloads.flatMap(podsOf),
    networkPolicies: policies.networkPolicies.map((policy, at) => ({
      ...policy,
      namespace: `team-${at % namespaces.length}`,
    })),
    services: workloads.map(serviceOf),
    serviceAccounts: workloads.map(({ namespace, name }) => ({
      namespace,
      name,
      labels: {},
      secrets: [],
    })),
    ...accessOf(workloads),
    ...awsSide,
  });
}

function workloadOf(at: number, luck: number): Workload {
  const namespace = `team-${Math.floor(at / workloadsPerNamespace)}`;
  const name = `app-${at}`;
  const labels = { app: name, 'app.kubernetes.io/name': name, version: `v${at % 30}` };
  const image = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/${name}:1.${at % 50}`;
  const container = {
    name: 'app',
    image,
    ports: [{ name: 'http', containerPort: 8080 }],
    env: [{ name: 'MODE', value: 'production' }],
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    ...(luck < 0.33 && { securityContext: restricted, resources: { limits: { memory: '1Gi' } } }),
    ...(luck > 0.95 && { securityContext: { privileged: true } }),
  };
  const spec = podSpecOf({
    serviceAccountName: name,
    hostNetwork: luck > 0.9 && luck < 0.95,
    securityContext:
      luck < 0.33 ? { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } : {},
    containers: [container, { name: 'proxy', image: 'docker.io/envoyproxy/envoy:v1.31' }],
    volumes: [{ name: 'tmp', emptyDir: {} }],
  });
  return {
    kind: 'Deployment',
    namespace,
    name,
    labels,
    template: { labels, annotations: {}, spec },
  };
}

const restricted = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

function podsOf({ kind, namespace, name, template }: Workload, at: number): Pod[] {
  return Array.from({ length: replicas }, (_, replica) => ({
    namespace,
    name: `${name}-${replica}`,
    labels: template.labels,
    annotations: {},
    owner: { kind, namespace, name },
    isRepresentative: false,
    phase: 'Running',
    nodeName: `node-${at % 200}`,
    podIPs: [`10.${replica}.${(at >>> 8) & 255}.${at & 255}`],
    spec: template.spec,
  }));
}

function serviceOf({ namespace, name }: Workload, at: number): Snapshot['services'][number] {
  return {
    namespace,
    name,
    labels: {},
    annotations: {},
    type: at % 400 === 0 ? 'LoadBalancer' : 'ClusterIP',
    clusterIPs: [`172.20.${(at >>> 8) & 255}.${at & 255}`],
    externalIPs: [],
    selector: { app: name },
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'http' }],
    loadBalancerSourceRanges: [],
    loadBalancerAddresses: [],
    allocateLoadBalancerNodePorts: true,
    publishNotReadyAddresses: false,
  };
}

function accessOf(workloads: readonly Workload[]): Pick<Snapshot, 'roles' | 'bindings'> {
  const chosen = workloads.filter((_, at) => at % 5 === 0);
  return {
    roles: chosen.map(({ namespace, name }, at) => ({
      kind: 'Role',
      namespace,
      name,
      labels: {},
      rules: [
        {
          verbs: at % 50 === 0 ? ['*'] : ['get', 'list', 'watch'],
          apiGroups: [''],
          resources: ['configmaps', 'pods'],
          resourceNames: [],
          nonResourceURLs: [],
        },
      ],
      isAggregated: false,
    })),
    bindings: chosen.map(({ namespace, name }) => ({
      kind: 'RoleBinding',
      namespace,
      name,
      labels: {},
      roleRef: { kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', namespace, name }],
    })),
  };
}

const awsSide: Partial<Snapshot> = {
  eksCluster: {
    version: '1.34',
    endpointPublicAccess: true,
    endpointPrivateAccess: true,
    publicAccessCidrs: ['198.51.100.0/24'],
    logTypes: ['api', 'audit'],
    subnetIds: [],
    securityGroupIds: [],
    healthIssues: [],
    isAutoMode: false,
  },
  vpcCniAddon: { addonVersion: 'v1.20.0', status: 'ACTIVE', enableNetworkPolicy: true },
  vpcCniNodeAgent: { enableNetworkPolicy: true },
};
