import type { Snapshot } from '../functions/model/snapshot.ts';
import { pick, replaced, without } from './places.ts';

/** A change of a cluster for the better, made at the place that `at` picks of those there are. */
export type Improvement = (snapshot: Snapshot, at: number) => Snapshot;

/** For the better around the workloads: admission, storage, and the AWS side. */
export const platformImprovements: Readonly<Record<string, Improvement>> = {
  'enforcing the level restricted in a namespace': (snapshot, at) => ({
    ...snapshot,
    namespaces: replaced(snapshot.namespaces, at, (namespace) => ({
      ...namespace,
      labels: { ...namespace.labels, 'pod-security.kubernetes.io/enforce': 'restricted' },
    })),
  }),
  'limiting a namespace': (snapshot, at) => ({
    ...snapshot,
    limits: [
      ...snapshot.limits,
      {
        kind: 'ResourceQuota',
        namespace: pick(snapshot.namespaces, at)?.name ?? 'shop',
        name: 'more',
        resources: ['limits.cpu', 'limits.memory', 'pods'],
      },
    ],
  }),
  'letting a webhook fail closed': (snapshot, at) => ({
    ...snapshot,
    webhooks: replaced(snapshot.webhooks, at, (webhook) => ({
      ...webhook,
      failurePolicy: 'Fail',
      objectSelector: undefined,
      namespaceSelector: undefined,
    })),
  }),
  'denying what an admission policy only audits': (snapshot, at) => ({
    ...snapshot,
    admissionPolicyBindings: replaced(snapshot.admissionPolicyBindings, at, (binding) => ({
      ...binding,
      validationActions: ['Deny'],
    })),
  }),
  'enforcing a policy of Kyverno': (snapshot, at) => ({
    ...snapshot,
    kyvernoPolicies: replaced(snapshot.kyvernoPolicies, at, (policy) => ({
      ...policy,
      failureAction: 'Enforce',
    })),
  }),
  'deleting a service account': (snapshot, at) => ({
    ...snapshot,
    serviceAccounts: without(snapshot.serviceAccounts, at),
  }),
  'taking the token Secrets of a service account away': (snapshot, at) => ({
    ...snapshot,
    serviceAccounts: replaced(snapshot.serviceAccounts, at, (account) => ({
      ...account,
      secrets: [],
    })),
  }),
  'deleting a storage class': (snapshot, at) => ({
    ...snapshot,
    storageClasses: without(snapshot.storageClasses, at),
  }),
  'encrypting a storage class': (snapshot, at) => ({
    ...snapshot,
    storageClasses: replaced(snapshot.storageClasses, at, (each) => ({
      ...each,
      encrypted: 'true',
    })),
  }),
  // Pods without any node run nowhere, or on machines that are not shown.
  'deleting a node beside another': (snapshot, at) => ({
    ...snapshot,
    nodes: snapshot.nodes.length > 1 ? without(snapshot.nodes, at) : snapshot.nodes,
  }),
  'deleting a node group': (snapshot, at) => ({
    ...snapshot,
    nodegroups: without(snapshot.nodegroups, at),
  }),
  'deleting an add-on that is not well': (snapshot) => ({
    ...snapshot,
    addons: snapshot.addons.filter(({ healthIssues }) => healthIssues.length === 0),
  }),
  'mending what an insight tells': (snapshot, at) => ({
    ...snapshot,
    insights: replaced(snapshot.insights, at, (insight) => ({ ...insight, status: 'PASSING' })),
  }),
  'closing a security group': (snapshot, at) => ({
    ...snapshot,
    securityGroups: replaced(snapshot.securityGroups, at, (group) => ({ ...group, ingress: [] })),
  }),
  'giving instances of a subnet no public address': (snapshot, at) => ({
    ...snapshot,
    subnets: replaced(snapshot.subnets, at, (subnet) => ({
      ...subnet,
      mapsPublicIpOnLaunch: false,
    })),
  }),
  'making the tags of a repository immutable, and scanning it': (snapshot, at) => ({
    ...snapshot,
    ecrRepositories: replaced(snapshot.ecrRepositories, at, (repository) => ({
      ...repository,
      tagMutability: 'IMMUTABLE',
      scansOnPush: true,
    })),
  }),
  'deleting the policy of a repository': (snapshot, at) => ({
    ...snapshot,
    ecrRepositoryPolicies: without(snapshot.ecrRepositoryPolicies, at),
  }),
  'keeping logs for longer, encrypted': (snapshot, at) => ({
    ...snapshot,
    logGroups: replaced(snapshot.logGroups, at, (group) => ({
      ...group,
      retentionInDays: 3_653,
      kmsKeyId: 'arn:aws:kms:eu-central-1:111122223333:key/one',
    })),
  }),
  'switching everything of the control plane on': (snapshot) => ({
    ...snapshot,
    ...(snapshot.eksCluster && {
      eksCluster: {
        ...snapshot.eksCluster,
        endpointPrivateAccess: true,
        hasDeletionProtection: true,
        secretsKeyArn: 'arn:aws:kms:eu-central-1:111122223333:key/one',
        logTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
        healthIssues: [],
      },
    }),
  }),
};
