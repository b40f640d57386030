import * as z from 'zod';
import type { VpcCniNodeAgent } from '../../model/eks-objects.ts';
import { listOf, maybe, orDefault, stringMap } from '../../model/kube-schema.ts';
import type { Workload } from '../../model/snapshot.ts';
import {
  controllerOf,
  namespacedName,
  type OwnerReference,
  objectMetadata,
  securityAnnotations,
} from './metadata.ts';
import { podSpecOf } from './pod-spec.ts';
import { rawPodSpec } from './raw-pod-spec.ts';
import { projectVpcCniNodeAgent } from './vpc-cni-node-agent.ts';

/** A workload as listed; one that a controller owns is only a link in an owner chain. */
export type ListedWorkload = Workload & {
  readonly controller: OwnerReference | undefined;
  /** A Job that ran to its end makes no more pods. */
  readonly isFinished: boolean;
  /** Set on the DaemonSet of the VPC CNI alone. */
  readonly vpcCniNodeAgent?: VpcCniNodeAgent;
};

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
    ...namespacedName(metadata),
    labels: metadata.labels,
    template: { ...template.metadata, spec: podSpecOf(template.spec) },
    controller: controllerOf(metadata.ownerReferences),
    isFinished,
  };
}
