import { parse } from 'yaml';
import { kubernetesReads, type OtherPolicyReadId } from '../../functions/model/reads.ts';
import type { NetworkPolicy, OtherPolicy } from '../../functions/model/snapshot.ts';

/** A NetworkPolicy `api` of the namespace `shop` with a spec in YAML. */
export function networkPolicy(spec: string): NetworkPolicy {
  return { namespace: 'shop', name: 'api', labels: {}, spec: parse(spec) as unknown };
}

/** A policy of another family with a spec in YAML; of the whole cluster where no namespace is given. */
export function otherPolicy(
  read: OtherPolicyReadId,
  spec: string,
  { namespace, name = 'guard' }: { readonly namespace?: string; readonly name?: string } = {},
): OtherPolicy {
  const kind = kubernetesReads.find(({ id }) => id === read)?.kind ?? '';
  return { read, kind, namespace, name, labels: {}, specs: [parse(spec) as unknown] };
}
