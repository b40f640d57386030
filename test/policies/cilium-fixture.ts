import { parse } from 'yaml';
import { readCiliumPolicy } from '../../functions/assess/reach/policies/cilium/cilium-policy.ts';
import type {
  Direction,
  Peers,
  ReadPolicy,
  Rule,
} from '../../functions/assess/reach/policies/policy.ts';
import type { OtherPolicy } from '../../functions/model/snapshot.ts';

/** A CiliumNetworkPolicy `web` in the namespace `shop`, one spec for each text. */
export function readNamespaced(...specs: readonly string[]): ReadPolicy {
  return read('CiliumNetworkPolicy', specs);
}

/** A CiliumClusterwideNetworkPolicy `web`. */
export function readClusterwide(...specs: readonly string[]): ReadPolicy {
  return read('CiliumClusterwideNetworkPolicy', specs);
}

/** A policy for all pods of `shop` with one rule, in a section such as `egressDeny`. */
export function readRule(rule: string, section = 'ingress', objects: readonly OtherPolicy[] = []) {
  const spec = `{ endpointSelector: {}, ${section}: [${rule}] }`;
  return read('CiliumNetworkPolicy', [spec], objects);
}

function read(
  kind: 'CiliumNetworkPolicy' | 'CiliumClusterwideNetworkPolicy',
  specs: readonly string[],
  policyObjects: readonly OtherPolicy[] = [],
): ReadPolicy {
  const isNamespaced = kind === 'CiliumNetworkPolicy';
  const object: OtherPolicy = {
    read: isNamespaced
      ? 'ciliumnetworkpolicies.cilium.io'
      : 'ciliumclusterwidenetworkpolicies.cilium.io',
    kind,
    namespace: isNamespaced ? 'shop' : undefined,
    name: 'web',
    labels: {},
    specs: specs.map((spec): unknown => parse(spec)),
  };
  return readCiliumPolicy(object, { policyObjects, namespaces: [] });
}

export function cidrGroup(
  name: string,
  externalCIDRs: unknown,
  labels: Readonly<Record<string, string>> = {},
): OtherPolicy {
  const readId = 'ciliumcidrgroups.cilium.io';
  return { read: readId, kind: 'CiliumCIDRGroup', name, labels, specs: [{ externalCIDRs }] };
}

/** The rules of all policies read, those that deny first. */
export function rulesOf(
  { policies }: ReadPolicy,
  direction: Direction = 'ingress',
): readonly Rule[] {
  return policies.flatMap((policy) => policy[direction]?.rules ?? []);
}

export function peersOf(given: ReadPolicy, direction: Direction = 'ingress'): readonly Peers[] {
  return rulesOf(given, direction).flatMap(({ peers }) => peers.map((peer) => peer.peers));
}

/** The ports of the rules with these items of `ports`. */
export function portsOf(ports: string): readonly Rule['ports'][] {
  return rulesOf(readRule(`{ toPorts: [{ ports: ${ports} }] }`)).map((rule) => rule.ports);
}

/** `malformed spec.ingress: expected a list, not "all"` */
export function problemsOf({ problems }: ReadPolicy): readonly string[] {
  return problems.map(({ kind, path, text }) => `${kind} ${path}: ${text}`);
}
