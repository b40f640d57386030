import type { Selector } from './selector.ts';

/*
 * The labels that Calico gives the endpoints it selects among, beside their own. A pod has
 * `projectcalico.org/namespace`, `orchestrator` and `serviceaccount`, inherits the labels of its
 * namespace as `pcns.<key>` and those of its service account as `pcsa.<key>`, each with
 * `projectcalico.org/name` added (docs.tigera.io, Calico automatic labels; projectcalico/calico,
 * libcalico-go/lib/backend/k8s/conversion). Labels of the pod's own under these keys are dropped.
 */

export const namespaceLabel = 'projectcalico.org/namespace';
export const orchestratorLabel = 'projectcalico.org/orchestrator';
export const serviceAccountLabel = 'projectcalico.org/serviceaccount';
export const nameLabel = 'projectcalico.org/name';
export const kindLabel = 'projectcalico.org/kind';
export const orchestrator = 'k8s';
export const ofNamespace = 'pcns.';
export const ofServiceAccount = 'pcsa.';

const isInNamespace: Selector = { op: 'has', key: namespaceLabel };

/**
 * A namespaceSelector as a selector of endpoints: "all()" is everything that is in a namespace,
 * "global()" everything that is in none. The other matches ask for the inherited labels, so that
 * `!=`, `not in` and `!has` also match what is in no namespace, as Calico enforces it
 * (libcalico-go/lib/backend/syncersv1/updateprocessors/rules.go, getEndpointSelector).
 */
export function overNamespaces(selector: Selector): Selector {
  return rewritten(selector, (part) => {
    if (part.op === 'all') return isInNamespace;
    if (part.op === 'global') return { op: 'not', operand: isInNamespace };
    return 'key' in part ? { ...part, key: `${ofNamespace}${part.key}` } : part;
  });
}

/** A selector of service accounts as a selector of the endpoints that run as them. */
export function overServiceAccounts(selector: Selector): Selector {
  return rewritten(selector, (part) =>
    'key' in part ? { ...part, key: `${ofServiceAccount}${part.key}` } : part,
  );
}

function rewritten(selector: Selector, leaf: (part: Selector) => Selector): Selector {
  switch (selector.op) {
    case 'not':
      return { op: 'not', operand: rewritten(selector.operand, leaf) };
    case 'and':
    case 'or':
      return { ...selector, operands: selector.operands.map((part) => rewritten(part, leaf)) };
    default:
      return leaf(selector);
  }
}
