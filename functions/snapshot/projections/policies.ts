import * as z from 'zod';
import { maybe, wholeJson } from '../../model/kube-schema.ts';
import {
  type CiliumConfig,
  ciliumPolicyModes,
  type Namespace,
  type NetworkPolicy,
} from '../../model/snapshot.ts';
import { namespacedName, objectMetadata } from './metadata.ts';

const anyObject = z.object({ metadata: objectMetadata });

export function projectNamespace(item: unknown): Namespace {
  const { metadata } = anyObject.parse(item);
  return { name: metadata.name, labels: metadata.labels, isImplied: false };
}

const rawNetworkPolicy = anyObject.extend({ spec: wholeJson });

export function projectNetworkPolicy(item: unknown): NetworkPolicy {
  const { metadata, spec } = rawNetworkPolicy.parse(item);
  return { ...namespacedName(metadata), labels: metadata.labels, spec };
}

const rawConfigMap = z.object({ data: maybe(z.record(z.string(), z.string())) });

/** Of the VPC CNI's ConfigMap only the network policy switch is kept. */
export function projectVpcCniConfig(item: unknown): {
  readonly enableNetworkPolicyController: boolean;
} {
  const { data } = rawConfigMap.parse(item);
  return { enableNetworkPolicyController: data?.['enable-network-policy-controller'] === 'true' };
}

const trueWords: readonly (string | undefined)[] = ['true', 't', '1'];

/** Of Cilium's ConfigMap only the switches are kept that turn its enforcement off. */
export function projectCiliumConfig(item: unknown): CiliumConfig {
  const { data } = rawConfigMap.parse(item);
  // Cilium reads the mode in any case, and takes its default where there is none.
  const given = data?.['enable-policy']?.toLowerCase() ?? 'default';
  const isEnforced = data?.['enable-k8s-networkpolicy']?.toLowerCase() ?? 'true';
  return {
    enablePolicy: ciliumPolicyModes.find((mode) => mode === given),
    isAuditMode: trueWords.includes(data?.['policy-audit-mode']?.toLowerCase()),
    // What Cilium cannot read as true is false to it.
    enforcesNetworkPolicy: trueWords.includes(isEnforced),
  };
}
