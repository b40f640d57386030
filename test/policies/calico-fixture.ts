import { parse } from 'yaml';
import { readCalicoPolicy } from '../../functions/assess/reach/policies/calico/read-calico-policy.ts';
import type {
  Direction,
  Policy,
  ReadPolicy,
} from '../../functions/assess/reach/policies/policy.ts';
import type { PolicyContext } from '../../functions/assess/reach/policies/policy-context.ts';
import type { OtherPolicy } from '../../functions/model/snapshot.ts';

/** An object as the snapshot holds it; without a namespace it is of a global kind. */
export function object(
  kind: string,
  name: string,
  {
    spec = '{}',
    namespace,
    labels = {},
  }: Partial<Pick<OtherPolicy, 'namespace' | 'labels'>> & {
    readonly spec?: string;
  } = {},
): OtherPolicy {
  const resource = kind === 'NetworkPolicy' ? 'networkpolicies' : 'globalnetworkpolicies';
  const read = `${resource}.crd.projectcalico.org` as const;
  return { read, kind, namespace, name, labels, specs: [parse(spec)] };
}

export const emptyContext: PolicyContext = { policyObjects: [], namespaces: [] };

/** A NetworkPolicy `allow` in the namespace `shop`. */
export function readNamespaced(spec: string, context = emptyContext, name = 'allow'): ReadPolicy {
  return readCalicoPolicy(object('NetworkPolicy', name, { namespace: 'shop', spec }), context);
}

/** A GlobalNetworkPolicy `allow`. */
export function readGlobal(spec: string, context = emptyContext, name = 'allow'): ReadPolicy {
  return readCalicoPolicy(object('GlobalNetworkPolicy', name, { spec }), context);
}

/** The rules of all policies read, in order. */
export function rulesOf({ policies }: ReadPolicy, direction: Direction = 'ingress') {
  return policies.flatMap((policy) => policy[direction]?.rules ?? []);
}

/** The peers of the first rule. */
export function peersOf(read: ReadPolicy, direction: Direction = 'ingress') {
  return rulesOf(read, direction)[0]?.peers[0]?.peers;
}

export function onlyPolicy({ policies }: ReadPolicy): Policy {
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) throw new Error(`${policies.length} policies`);
  return policy;
}

/** `malformed spec.order: expected a number, not "first"` */
export function problemsOf({ problems }: ReadPolicy): readonly string[] {
  return problems.map(({ kind, path, text }) => `${kind} ${path}: ${text}`);
}
