import type { Namespace } from '../model/snapshot.ts';

export type Inhabitant = { readonly namespace?: string | undefined };

/**
 * Every namespace, with the label that the API server sets on it. Objects can lie in a namespace
 * that was not given, in manifests or when namespaces may not be listed.
 */
export function allNamespaces(
  listed: readonly Namespace[],
  inhabitants: readonly Inhabitant[],
): Namespace[] {
  const known = new Set(listed.map(({ name }) => name));
  const implied = new Set(
    inhabitants.flatMap(({ namespace }) =>
      namespace === undefined || known.has(namespace) ? [] : [namespace],
    ),
  );
  return [
    ...listed.map((namespace) => ({ ...namespace, labels: withNameLabel(namespace) })),
    ...[...implied].map((name) => ({
      name,
      labels: withNameLabel({ name, labels: {} }),
      isImplied: true,
    })),
  ];
}

function withNameLabel({ name, labels }: Pick<Namespace, 'name' | 'labels'>): Namespace['labels'] {
  const all = { ...labels, 'kubernetes.io/metadata.name': name };
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}
