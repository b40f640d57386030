import { gapsIn, gapText } from '../../../model/gaps.ts';
import {
  type NamespaceSecurity,
  type SecurityLevel,
  securityLevels,
} from '../../../model/pod-security.ts';
import { type ReadId, workloadReadIds } from '../../../model/reads.ts';
import type { Namespace, Pod, Snapshot } from '../../../model/snapshot.ts';
import { workloadItems } from '../workload-items.ts';
import type { StandardsPod } from './check.ts';
import { clusterMinorOf, minorAsked } from './cluster-minor.ts';
import { namespacePolicy } from './namespace-policy.ts';
import { newestMinor, violationsOf } from './standards.ts';

/** What a judgement of namespaces rests on: their labels, their pods, and the pods to come. */
export const namespaceSecurityReads: readonly ReadId[] = ['namespaces', 'pods', ...workloadReadIds];

/**
 * What Pod Security Admission enforces in each namespace, and what its pods would allow it to
 * enforce. Pods of EKS add-ons count: a label would refuse them like all others.
 */
export function namespaceSecurity(snapshot: Snapshot): readonly NamespaceSecurity[] {
  const answer = answers.get(snapshot) ?? securityOfAll(snapshot);
  answers.set(snapshot, answer);
  return answer;
}

/** Controls and the assessment ask the same of one snapshot. */
const answers = new WeakMap<Snapshot, readonly NamespaceSecurity[]>();

function securityOfAll(snapshot: Snapshot): readonly NamespaceSecurity[] {
  const minor = clusterMinorOf(snapshot);
  const gaps = gapsIn(snapshot, namespaceSecurityReads).map(gapText);
  const workloads = Map.groupBy(judgedWorkloads(snapshot), ({ namespace }) => namespace);
  return snapshot.namespaces.map((namespace) =>
    securityOf(namespace, workloads.get(namespace.name) ?? [], { minor, gaps }),
  );
}

/** A workload with everything that shows what its pods are, and will be. */
type JudgedWorkload = {
  readonly namespace: string;
  /** `Deployment api`. */
  readonly name: string;
  readonly pods: readonly StandardsPod[];
  /** Not where its pods count as those of the custom kind that owns it. */
  readonly isCounted: boolean;
};

type Cluster = {
  /** Undefined where nobody told: the newest that is known is assumed. */
  readonly minor: number | undefined;
  readonly gaps: readonly string[];
};

function securityOf(
  namespace: Namespace,
  workloads: readonly JudgedWorkload[],
  cluster: Cluster,
): NamespaceSecurity {
  const policy = namespacePolicy(namespace.labels);
  const minor = minorAsked(policy.enforce.version, cluster.minor);
  const missing = missingOf(namespace, workloads, { minor, gaps: cluster.gaps });
  const isRefused = ({ pods }: JudgedWorkload, level: SecurityLevel): boolean =>
    pods.some((pod) => violationsOf(pod, level, minor).length > 0);
  const passes =
    workloads.length === 0
      ? undefined
      : securityLevels.findLast((level) => !workloads.some((each) => isRefused(each, level)));
  const isStricter = passes !== undefined && isStricterThan(passes, policy.enforce.level);
  return {
    namespace: namespace.name,
    ...policy,
    workloads: workloads.filter(({ isCounted }) => isCounted).length,
    ...(passes !== undefined && { passes }),
    ...(isStricter && missing.length === 0 && { canEnforce: passes }),
    refused: workloads
      .filter((workload) => isRefused(workload, policy.enforce.level))
      .map(({ name }) => name),
    missing,
  };
}

function isStricterThan(level: SecurityLevel, other: SecurityLevel): boolean {
  return securityLevels.indexOf(level) > securityLevels.indexOf(other);
}

type Judging = { readonly minor: number; readonly gaps: readonly string[] };

function missingOf(
  { name, isImplied }: Namespace,
  workloads: readonly JudgedWorkload[],
  { minor, gaps }: Judging,
): string[] {
  const empty = workloads.filter(({ pods }) =>
    pods.some(({ spec }) => spec.containers.length === 0),
  );
  return [
    ...gaps,
    ...(isImplied ? [`the labels of namespace ${name}`] : []),
    ...empty.map((workload) => `the containers of ${workload.name}`),
    ...(minor > newestMinor ? [`checks that v1.${minor} may have beyond v1.${newestMinor}`] : []),
  ];
}

/**
 * Live pods, and what templates will make next: a rollout can be refused while its old pods run on.
 */
function judgedWorkloads(snapshot: Snapshot): readonly JudgedWorkload[] {
  const items = workloadItems(snapshot);
  const owners = new Set(items.map(({ subject }) => refKey(subject)));
  const templates = snapshot.workloads.filter(
    (workload) => owners.has(refKey(workload)) || makesPods.includes(workload.kind),
  );
  const byRef = new Map(templates.map((workload) => [refKey(workload), workload.template]));
  const others = templates.filter((workload) => !owners.has(refKey(workload)));
  return [
    ...items.map(({ subject, pods }) => ({
      namespace: subject.namespace ?? '',
      name: `${subject.kind} ${subject.name}`,
      pods: distinct(pods, subject.kind === 'Job' ? undefined : byRef.get(refKey(subject))),
      isCounted: true,
    })),
    ...others.map(({ kind, namespace, name, template }) => ({
      namespace,
      name: `${kind} ${name}`,
      pods: [template],
      isCounted: false,
    })),
  ];
}

/**
 * Kinds whose template makes the pods to come, also where a custom kind above them owns those that
 * run. A Job has its pods, and an old ReplicaSet of a custom kind makes none any more.
 */
const makesPods = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'ReplicationController'];

type Ref = {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
};

function refKey({ kind, namespace = '', name }: Ref): string {
  return `${kind} ${namespace}/${name}`;
}

/** Replicas with one spec are judged once. */
function distinct(
  pods: readonly Pod[],
  template: StandardsPod | undefined,
): readonly StandardsPod[] {
  const bySpec = Map.groupBy(
    template === undefined ? pods : [...pods, template],
    ({ spec }) => spec,
  );
  return [...bySpec.values()].flatMap((sharing) => {
    const byAnnotations = new Map(
      sharing.map((pod) => [JSON.stringify(pod.annotations), pod] as const),
    );
    return [...byAnnotations.values()];
  });
}
