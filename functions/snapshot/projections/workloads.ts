import * as z from 'zod';
import { listOf, maybe, orDefault, stringMap } from '../../model/kube-schema.ts';
import type { Workload } from '../../model/snapshot.ts';
import {
  controllerOf,
  type OwnerReference,
  objectMetadata,
  securityAnnotations,
} from './metadata.ts';
import { podSpecOf } from './pod-spec.ts';
import { rawPodSpec } from './raw-pod-spec.ts';

/** A workload as listed; one that a controller owns is only a link in an owner chain. */
export type ListedWorkload = Workload & {
  readonly controller: OwnerReference | undefined;
  /** A Job that ran to its end makes no more pods. */
  readonly isFinished: boolean;
  /** Set on the DaemonSet of the VPC CNI alone. */
  readonly vpcCniNodeAgent?: { readonly enableNetworkPolicy: boolean };
};

const namespaceOf = (namespace: string | undefined): string => namespace ?? 'default';

const podTemplate = z.object({
  metadata: orDefault(z.object({ labels: stringMap, annotations: securityAnnotations }), {
    labels: {},
    annotations: {},
  }),
  spec: rawPodSpec,
});

const condition = z.object({ type: z.string(), status: z.string() });

const rawWorkload = z.object({
  metadata: objectMetadata,
  spec: z.object({ template: podTemplate }),
  status: maybe(z.object({ conditions: listOf(condition) })),
});

const rawCronJob = z.object({
  metadata: objectMetadata,
  spec: z.object({ jobTemplate: z.object({ spec: z.object({ template: podTemplate }) }) }),
});

type Template = z.output<typeof podTemplate>;

export function projectWorkload(kind: string, item: unknown): ListedWorkload {
  if (kind === 'CronJob') {
    const { metadata, spec } = rawCronJob.parse(item);
    return listed({ kind, metadata, template: spec.jobTemplate.spec.template, isFinished: false });
  }
  const { metadata, spec, status } = rawWorkload.parse(item);
  const vpcCniNodeAgent = kind === 'DaemonSet' ? projectVpcCniNodeAgent(item) : undefined;
  const isFinished =
    kind === 'Job' && (status?.conditions ?? []).some((given) => isFinalCondition(given));
  return {
    ...listed({ kind, metadata, template: spec.template, isFinished }),
    ...(vpcCniNodeAgent && { vpcCniNodeAgent }),
  };
}

function isFinalCondition({ type, status }: z.output<typeof condition>): boolean {
  return (type === 'Complete' || type === 'Failed') && status === 'True';
}

function listed(parts: {
  readonly kind: string;
  readonly metadata: z.output<typeof objectMetadata>;
  readonly template: Template;
  readonly isFinished: boolean;
}): ListedWorkload {
  const { kind, metadata, template, isFinished } = parts;
  return {
    kind,
    namespace: namespaceOf(metadata.namespace),
    name: metadata.name,
    labels: metadata.labels,
    template: { ...template.metadata, spec: podSpecOf(template.spec) },
    controller: controllerOf(metadata.ownerReferences),
    isFinished,
  };
}

const agentContainer = z.object({ name: z.string(), args: listOf(z.string()) });

const agentDaemonSet = z.object({
  metadata: z.object({ name: z.literal('aws-node'), namespace: z.literal('kube-system') }),
  spec: z.object({
    template: z.object({ spec: z.object({ containers: z.array(agentContainer) }) }),
  }),
});

/**
 * The one argument that is read of any container: whether the VPC CNI's node agent enforces
 * network policies. Undefined for every other object; the arguments themselves are dropped.
 */
function projectVpcCniNodeAgent(
  item: unknown,
): { readonly enableNetworkPolicy: boolean } | undefined {
  const parsed = agentDaemonSet.safeParse(item);
  if (!parsed.success) return undefined;
  const agent = parsed.data.spec.template.spec.containers.find(
    ({ name }) => name === 'aws-eks-nodeagent',
  );
  return { enableNetworkPolicy: agent?.args.includes('--enable-network-policy=true') ?? false };
}
