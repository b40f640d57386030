import type { SecurityGroup } from '../../model/platform-objects.ts';
import type { Evidence, PartsFound } from '../../model/verdict.ts';
import { parseCidr } from '../reach/algebra/address-set.ts';
import { coveringBlocks } from '../reach/algebra/covering-blocks.ts';

type Rule = SecurityGroup['ingress'][number];

/**
 * What every address may reach through a security group. EC2 gives the ranges of one protocol and
 * ports together; blocks that cover a family only together count as what they are.
 */
export function openIngress({ ingress }: Pick<SecurityGroup, 'ingress'>): PartsFound {
  const evidence = ingress.flatMap((rule): readonly Evidence[] =>
    coveringBlocks(rule.cidrs)
      .flat()
      .map((value) => ({ path: `ingress[${portsText(rule)}].cidrs`, value })),
  );
  return { evidence, missing: ingress.flatMap(unreadIn) };
}

/** Ranges that are none, and prefix lists, whose ranges are not read. */
function unreadIn(rule: Rule): readonly string[] {
  const strange = rule.cidrs.filter((cidr) => parseCidr(cidr) === undefined);
  return [
    ...strange.map((cidr) => `the range ${cidr} in ingress[${portsText(rule)}]`),
    ...rule.prefixLists.map((list) => `the ranges of prefix list ${list}`),
  ];
}

/** `protocol=tcp,ports=22`; protocol -1 is every protocol with every port. */
function portsText({ protocol, fromPort, toPort }: Rule): string {
  if (protocol === '-1') return 'protocol=all';
  if (fromPort === undefined || fromPort === -1) return `protocol=${protocol}`;
  const ports = fromPort === toPort ? fromPort : `${fromPort}-${toPort}`;
  return `protocol=${protocol},ports=${ports}`;
}
