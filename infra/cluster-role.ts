import { stringify } from 'yaml';
import { type KubernetesRead, kubernetesReads } from '../functions/model/reads.ts';

/** The group that the access entry of the scanner puts it into. */
export const scannerGroup = 'ringfence:scanner';

const name = 'ringfence-scanner';
const rbac = 'rbac.authorization.k8s.io';
const apiVersion = `${rbac}/v1`;
const labels = { 'app.kubernetes.io/name': 'ringfence' };
const group = { kind: 'Group', apiGroup: rbac, name: scannerGroup };

type Rule = {
  readonly apiGroups: readonly [string];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly [string];
  readonly verbs: readonly ['list'] | readonly ['get'];
};

const preamble = `\
# What the scanner may read in a cluster, and nothing else. Made from the list of reads that it
# uses; do not edit. The scanner's role enters the cluster by an access entry with the Kubernetes
# group ${scannerGroup} and without an access policy.
`;

/** The scanner's own grants in a cluster, as manifests: made of its reads, so never more. */
export function clusterRoleYaml(reads: readonly KubernetesRead[] = kubernetesReads): string {
  const objects = reads.filter(({ object }) => object !== undefined);
  const namespaces = [...new Set(objects.map(({ object }) => object?.namespace ?? ''))].sort();
  const documents = [
    clusterRole(reads.filter(({ object }) => object === undefined)),
    clusterRoleBinding,
    ...namespaces.flatMap((namespace) => [
      role(
        namespace,
        objects.filter(({ object }) => object?.namespace === namespace),
      ),
      roleBinding(namespace),
    ]),
  ];
  const text = documents.map((document) => stringify(document, { lineWidth: 0 })).join('---\n');
  return `${preamble}${text}`;
}

function clusterRole(lists: readonly KubernetesRead[]) {
  const byGroup = Map.groupBy(lists, ({ apiGroup }) => apiGroup);
  const rules = [...byGroup].map(
    ([apiGroup, reads]): Rule => ({
      apiGroups: [apiGroup],
      resources: reads.map(({ resource }) => resource).sort(),
      verbs: ['list'],
    }),
  );
  return { apiVersion, kind: 'ClusterRole', metadata: { name, labels }, rules };
}

const clusterRoleBinding = {
  apiVersion,
  kind: 'ClusterRoleBinding',
  metadata: { name, labels },
  roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
  subjects: [group],
};

function role(namespace: string, objects: readonly KubernetesRead[]) {
  const rules = objects.map(
    ({ apiGroup, resource, object }): Rule => ({
      apiGroups: [apiGroup],
      resources: [resource],
      resourceNames: [object?.name ?? ''],
      verbs: ['get'],
    }),
  );
  return { apiVersion, kind: 'Role', metadata: { name, namespace, labels }, rules };
}

function roleBinding(namespace: string) {
  return {
    apiVersion,
    kind: 'RoleBinding',
    metadata: { name, namespace, labels },
    roleRef: { apiGroup: rbac, kind: 'Role', name },
    subjects: [group],
  };
}
