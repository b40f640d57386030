import { hasEveryPort, hasNoPorts, textOfPorts } from '../algebra/port-set.ts';
import type { PolicyFamily, PolicyRef } from '../policies/policy.ts';
import type { End, Explanation } from './explain.ts';
import type { Step } from './step.ts';

const kinds: Readonly<Record<PolicyFamily, string>> = {
  NetworkPolicy: 'NetworkPolicy',
  AdminNetworkPolicy: 'AdminNetworkPolicy',
  BaselineAdminNetworkPolicy: 'BaselineAdminNetworkPolicy',
  ClusterNetworkPolicy: 'ClusterNetworkPolicy',
  AwsClusterNetworkPolicy: 'ClusterNetworkPolicy (AWS)',
  AwsApplicationNetworkPolicy: 'ApplicationNetworkPolicy (AWS)',
  CiliumNetworkPolicy: 'CiliumNetworkPolicy',
  CiliumClusterwideNetworkPolicy: 'CiliumClusterwideNetworkPolicy',
  CalicoNetworkPolicy: 'NetworkPolicy (Calico)',
  CalicoGlobalNetworkPolicy: 'GlobalNetworkPolicy (Calico)',
};

/** How people name a kind of policy: kinds of several groups have the same name. */
export function policyKind(family: PolicyFamily): string {
  return kinds[family];
}

/** `NetworkPolicy shop/default-deny`: how people read a policy. */
export function policyText({ family, namespace, name }: PolicyRef): string {
  return `${kinds[family]} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/** One line for the answer, and one for each reason. */
export function explanationText({ verdict, ports, always, ends }: Explanation): readonly string[] {
  const what = hasNoPorts(ports) ? 'no ports' : portsText(ports);
  const sides = ends.flatMap(endText);
  return [`${verdict}: ${what}`, ...(always === undefined ? [] : [`  ${always}`]), ...sides];
}

function portsText(ports: Explanation['ports']): string {
  if (!hasEveryPort(ports)) return textOfPorts(ports);
  return ports.OTHER ? 'all ports of all protocols' : 'all ports of TCP, UDP and SCTP';
}

function endText({ direction, steps }: End): readonly string[] {
  return steps.map((step) => `  ${direction}: ${stepText(step)}`);
}

function stepText(step: Step): string {
  switch (step.kind) {
    case 'rule':
      return ruleText(step);
    case 'isolated': {
      const names = step.policies.map(({ ref }) => policyText(ref)).join(', ');
      const isolates = step.policies.length === 1 ? 'isolates' : 'isolate';
      const doubt = step.doubt === undefined ? '' : ` (${step.doubt})`;
      const allows = step.isPerhapsAllowed === true ? 'surely allows' : 'allows';
      return `${names} ${isolates} the pod, and no rule ${allows} it${doubt}`;
    }
    case 'leftOpen':
      return `left open: ${step.why}`;
    case 'default':
      return step.why;
  }
}

const verbs = {
  allow: 'allows it',
  deny: 'denies it',
  pass: 'passes it on to the next tier',
} as const;

function ruleText({ policy, rule, peer, doubt }: Extract<Step, { readonly kind: 'rule' }>): string {
  const name = rule.name === undefined ? '' : ` "${rule.name}"`;
  const may = doubt === undefined ? '' : `, perhaps: ${doubt}`;
  const narrow = rule.narrowedBy === undefined ? '' : `, narrowed by ${rule.narrowedBy}`;
  return `${policyText(policy.ref)} ${verbs[rule.action]} at ${peer}${name}${narrow}${may}`;
}
