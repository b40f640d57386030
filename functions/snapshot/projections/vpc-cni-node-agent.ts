import * as z from 'zod';
import type { VpcCniNodeAgent } from '../../model/eks-objects.ts';
import { listOf, maybe } from '../../model/kube-schema.ts';

const container = z.object({
  name: z.string(),
  args: listOf(z.string()),
  env: listOf(z.object({ name: z.string(), value: maybe(z.string()) })),
});

const daemonSet = z.object({
  metadata: z.object({ name: z.literal('aws-node'), namespace: z.literal('kube-system') }),
  spec: z.object({
    template: z.object({ spec: z.object({ containers: z.array(container) }) }),
  }),
});

/**
 * Whether the VPC CNI's node agent enforces network policies, and how it treats pods that start: the
 * one argument and the one environment value that are read of any container. All others are dropped.
 * Undefined for every object but the DaemonSet of the VPC CNI.
 */
export function projectVpcCniNodeAgent(item: unknown): VpcCniNodeAgent | undefined {
  const parsed = daemonSet.safeParse(item);
  if (!parsed.success) return undefined;
  const { containers } = parsed.data.spec.template.spec;
  const agent = containers.find(({ name }) => name === 'aws-eks-nodeagent');
  const plugin = containers.find(({ name }) => name === 'aws-node');
  const mode = plugin?.env.find(({ name }) => name === 'NETWORK_POLICY_ENFORCING_MODE');
  return {
    enableNetworkPolicy: agent?.args.includes('--enable-network-policy=true') ?? false,
    enforcingMode: mode?.value,
  };
}
