import { builtIn, clusterScoped, type KubernetesRead } from './kubernetes-read.ts';
import {
  constraintReads,
  constraintTemplateRead,
  kyvernoExceptionReads,
  kyvernoPolicyReads,
} from './policy-engine-reads.ts';

const admissionKinds = 'admissionregistration.k8s.io' as const;

/** Served since Kubernetes 1.30, in v1beta1 since 1.28: older API servers answer 404. */
const admissionPolicyKind = <Resource extends string>(resource: Resource, kind: string) =>
  ({
    ...clusterScoped(builtIn(admissionKinds, resource, kind)),
    isBuiltIn: false,
    alsoIn: [`${admissionKinds}/v1beta1`],
  }) as const;

/** What stands between a request and the cluster. */
export const admissionReads = [
  admissionPolicyKind('validatingadmissionpolicies', 'ValidatingAdmissionPolicy'),
  admissionPolicyKind('validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding'),
  clusterScoped(
    builtIn(admissionKinds, 'validatingwebhookconfigurations', 'ValidatingWebhookConfiguration'),
  ),
  clusterScoped(
    builtIn(admissionKinds, 'mutatingwebhookconfigurations', 'MutatingWebhookConfiguration'),
  ),
  ...kyvernoPolicyReads,
  ...kyvernoExceptionReads,
  constraintTemplateRead,
  ...constraintReads,
] as const satisfies readonly KubernetesRead[];
