import { notAmongManifests } from '../../model/gaps.ts';
import { type ReadId, workloadReadIds } from '../../model/reads.ts';
import type { Namespace, Snapshot } from '../../model/snapshot.ts';
import type { Subject, Verdict } from '../../model/verdict.ts';

export type NamespaceItem = { readonly subject: Subject; readonly namespace: Namespace };

/** Every namespace, whether anything runs in it or not: a guard is about pods to come. */
export function namespaceItems({ namespaces }: Snapshot): readonly NamespaceItem[] {
  return namespaces.map((namespace) => ({
    subject: { kind: 'Namespace', name: namespace.name },
    namespace,
  }));
}

/** Namespaces whose content is not their owner's to change, and whose it is. */
const systemNamespaces: Readonly<Record<string, string>> = {
  'kube-system': 'holds what the cluster itself needs, the privileged add-ons of EKS included',
  'kube-public': 'is one of Kubernetes itself',
  'kube-node-lease': 'is one of Kubernetes itself',
  'amazon-guardduty': 'holds the privileged agent that GuardDuty puts there',
};

/** The verdict on a namespace of the system; undefined for any other. */
export function exemption({ name }: Namespace): Verdict | undefined {
  const why = Object.hasOwn(systemNamespaces, name) ? systemNamespaces[name] : undefined;
  return why === undefined ? undefined : { outcome: 'notApplicable', why: `${name} ${why}` };
}

/** Namespaces with pods, or with templates that make them. */
export function inhabitedNamespaces(snapshot: Snapshot): readonly NamespaceItem[] {
  const inhabited = new Set(snapshot.pods.map(({ namespace }) => namespace));
  return namespaceItems(snapshot).filter(({ namespace }) => inhabited.has(namespace.name));
}

/** Reads that show which namespaces there are, and in which of them something runs. */
export const inhabitedReads = [
  'namespaces',
  'pods',
  ...workloadReadIds,
] as const satisfies readonly ReadId[];

/** How the labels of a namespace are missed that is known only by what lives in it. */
export function labelsOf({ name }: Namespace, { source }: Snapshot): string {
  return source === 'manifests'
    ? notAmongManifests('namespaces', `Namespace ${name} is`)
    : `the labels of Namespace ${name}`;
}
