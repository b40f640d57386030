import * as z from 'zod';
import { listOf, maybe } from '../../model/kube-schema.ts';
import type { Node, NodeClass } from '../../model/network-objects.ts';
import { objectMetadata } from './metadata.ts';

const rawNode = z.object({
  metadata: objectMetadata,
  spec: maybe(z.object({ podCIDR: maybe(z.string()), podCIDRs: listOf(z.string()) })),
  status: maybe(
    z.object({
      addresses: listOf(z.object({ type: z.string(), address: z.string() })),
      nodeInfo: maybe(z.object({ kubeletVersion: maybe(z.string()), osImage: maybe(z.string()) })),
    }),
  ),
});

export function projectNode(item: unknown): Node {
  const { metadata, spec, status } = rawNode.parse(item);
  const addresses = (wanted: string): string[] =>
    (status?.addresses ?? []).flatMap(({ type, address }) => (type === wanted ? [address] : []));
  return {
    name: metadata.name,
    labels: metadata.labels,
    internalIPs: addresses('InternalIP'),
    externalIPs: addresses('ExternalIP'),
    podCIDRs: podCIDRsOf(spec?.podCIDRs ?? [], spec?.podCIDR),
    kubeletVersion: status?.nodeInfo?.kubeletVersion || undefined,
    osImage: status?.nodeInfo?.osImage || undefined,
  };
}

/** `podCIDRs` came after `podCIDR`; the API server fills in both. */
function podCIDRsOf(many: readonly string[], one: string | undefined): string[] {
  if (many.length > 0) return [...many];
  return one ? [one] : [];
}

const rawNodeClass = z.object({
  metadata: objectMetadata,
  spec: maybe(z.object({ networkPolicy: maybe(z.string()) })),
});

export function projectNodeClass(item: unknown): NodeClass {
  const { metadata, spec } = rawNodeClass.parse(item);
  return { name: metadata.name, networkPolicy: spec?.networkPolicy || undefined };
}
