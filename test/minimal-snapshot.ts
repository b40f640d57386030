import * as z from 'zod';
import { readIds } from '../functions/model/reads.ts';
import { type Snapshot, snapshotSchema, snapshotVersion } from '../functions/model/snapshot.ts';
import { podSpecOf } from '../functions/snapshot/projections/pod-spec.ts';
import { rawPodSpec } from '../functions/snapshot/projections/raw-pod-spec.ts';
import { networkFragments } from './network-fragments.ts';

/** A cluster in which nothing was found, read in full from a live EKS cluster. */
export const minimalSnapshot: Snapshot = {
  version: snapshotVersion,
  scanId: '20261101T060000000Z',
  cluster: { account: '111122223333', region: 'eu-central-1', name: 'shop' },
  source: 'eks',
  takenAt: '2026-11-01T06:00:00.000Z',
  reads: readIds.map((read) => ({
    read,
    items: 0,
    pages: 1,
    startedAt: '2026-11-01T06:00:00.000Z',
    endedAt: '2026-11-01T06:00:01.000Z',
  })),
  gaps: [],
  namespaces: [],
  workloads: [],
  pods: [],
  networkPolicies: [],
  otherPolicies: [],
  policyObjects: [],
  policyEndpoints: [],
  services: [],
  writtenEndpoints: [],
  ingresses: [],
  ingressClasses: [],
  gateways: [],
  routes: [],
  referenceGrants: [],
  nodes: [],
  nodeClasses: [],
  roles: [],
  bindings: [],
  accessEntries: [],
  serviceAccounts: [],
  persistentVolumes: [],
  persistentVolumeClaims: [],
  storageClasses: [],
  limits: [],
  secretSources: [],
  validatingAdmissionPolicies: [],
  admissionPolicyBindings: [],
  webhooks: [],
  kyvernoPolicies: [],
  kyvernoExceptions: [],
  constraintTemplates: [],
  constraints: [],
  eksVersions: [],
  addons: [],
  nodegroups: [],
  insights: [],
  logGroups: [],
  subscriptionFilters: [],
  subnets: [],
  securityGroups: [],
  detectors: [],
  ecrRepositories: [],
  ecrRepositoryPolicies: [],
};

/** The snapshot with some of its parts replaced. */
export function tweak(snapshot: Snapshot, parts: Partial<Snapshot>): Snapshot {
  return { ...snapshot, ...parts };
}

const labels = z.record(z.string(), z.string()).default({});
const namespace = z.string().default('shop');
const names = z.array(z.string()).default([]);

/** `Deployment api`: the owner of a pod lives in the pod's namespace. */
const owner = z.templateLiteral([z.string(), ' ', z.string()]);

const pod = z
  .strictObject({
    name: z.string(),
    namespace,
    labels,
    annotations: labels,
    owner: owner.optional(),
    phase: z.string().optional(),
    nodeName: z.string().optional(),
    podIPs: names,
    isRepresentative: z.boolean().default(false),
    spec: rawPodSpec.strict().prefault({}).transform(podSpecOf),
  })
  .transform(({ owner: given, ...rest }) => {
    const [kind = 'Pod', name = rest.name] = given?.split(' ') ?? [];
    return { ...rest, owner: { kind, namespace: rest.namespace, name } };
  });

const workload = z
  .strictObject({
    kind: z.string(),
    name: z.string(),
    namespace: z.string().default('kube-system'),
  })
  .transform((given) => ({
    ...given,
    labels: {},
    template: { labels: {}, annotations: {}, spec: podSpecOf({}) },
  }));

const rule = z.strictObject({
  verbs: names,
  apiGroups: names,
  resources: names,
  resourceNames: names,
  nonResourceURLs: names,
});

const role = z.strictObject({
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  labels,
  rules: z.array(rule).default([]),
  isAggregated: z.boolean().default(false),
});

const binding = z.strictObject({
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  labels,
  roleRef: z.strictObject({ kind: z.string(), name: z.string() }),
  subjects: z.array(z.looseObject({})),
});

const whole = z.looseObject({});
const wholes = z.array(whole).default([]);

/** Parts that stand in a snapshot as they are written here; their schemas have the defaults. */
const plainParts = {
  serviceAccounts: wholes,
  persistentVolumes: wholes,
  persistentVolumeClaims: wholes,
  storageClasses: wholes,
  limits: wholes,
  secretSources: wholes,
  validatingAdmissionPolicies: wholes,
  admissionPolicyBindings: wholes,
  webhooks: wholes,
  kyvernoPolicies: wholes,
  kyvernoExceptions: wholes,
  constraintTemplates: wholes,
  constraints: wholes,
  eksVersions: wholes,
  addons: wholes,
  nodegroups: wholes,
  insights: wholes,
  logGroups: wholes,
  subscriptionFilters: wholes,
  subnets: wholes,
  securityGroups: wholes,
  detectors: wholes,
  ecrRepositories: wholes,
  ecrRepositoryPolicies: wholes,
  ecrScanning: whole.optional(),
};

/** A name, or a name with labels; the label that the API server sets is there either way. */
const namespaceObject = z
  .union([
    z.string().transform((name) => ({ name, labels: {} })),
    z.strictObject({ name: z.string(), labels, isImplied: z.boolean().optional() }),
  ])
  .transform(({ name, labels: given, ...rest }) => ({
    isImplied: false,
    ...rest,
    name,
    labels: { 'kubernetes.io/metadata.name': name, ...given },
  }));

/** A part of a snapshot, written short: what is left out has the value that says least. */
const fragmentSchema = z.strictObject({
  source: z.string().default('eks'),
  gaps: z.array(whole).default([]),
  namespaces: z.array(namespaceObject).default([]),
  workloads: z.array(workload).default([]),
  pods: z.array(pod).default([]),
  networkPolicies: z
    .array(z.strictObject({ name: z.string(), namespace, labels, spec: z.json() }))
    .default([]),
  ...networkFragments,
  roles: z.array(role).default([]),
  bindings: z.array(binding).default([]),
  vpcCniNodeAgent: whole.optional(),
  vpcCniConfig: whole.optional(),
  ciliumConfig: z
    .strictObject({
      enablePolicy: z
        .string()
        .nullable()
        .default('default')
        .transform((mode) => mode ?? undefined),
      isAuditMode: z.boolean().default(false),
      enforcesNetworkPolicy: z.boolean().optional(),
    })
    .optional(),
  vpcCniAddon: whole.optional(),
  eksCluster: z
    .looseObject({ publicAccessCidrs: names, isAutoMode: z.boolean().default(false) })
    .optional(),
  accessEntries: z.array(whole).default([]),
  ...plainParts,
});

export function snapshotOf(fragment: unknown): Snapshot {
  return snapshotSchema.parse({ ...minimalSnapshot, ...fragmentSchema.parse(fragment ?? {}) });
}
