import type { Snapshot } from '../../functions/model/snapshot.ts';
import { snapshotOf } from '../minimal-snapshot.ts';
import { dialects, type OracleFamily, type OracleProfile } from './dialect.ts';
import { randomOf } from './random.ts';
import {
  randomAdminNetworkPolicy,
  randomAwsClusterPolicy,
  randomBaselinePolicy,
  randomClusterPolicy,
} from './random-admin-policy.ts';
import {
  randomCalicoPolicy,
  randomGlobalPolicy,
  randomNetworkSets,
  randomTiers,
} from './random-calico.ts';
import { randomCiliumPolicy, randomClusterwidePolicy } from './random-cilium.ts';
import {
  type Material,
  randomApplicationPolicy,
  randomNetworkPolicy,
} from './random-network-policy.ts';
import { randomNodes, randomPods } from './random-pods.ts';
import { namespaceLabels, namespaceNames, randomLabels } from './random-words.ts';

const allFamilies = dialects.spec.acts;

/** The cluster of a seed: nodes, pods and valid policies, most of families that the profile knows. */
export function randomCluster(seed: number, profile: OracleProfile): Snapshot {
  const random = randomOf(seed);
  const isIPv6 = profile !== 'external-ipblocks' && random.chance(0.15);
  const nodes = randomNodes(random, isIPv6);
  const pods = randomPods(random, nodes, isIPv6);
  const addresses = [
    ...pods.flatMap(({ podIPs }) => podIPs),
    ...nodes.flatMap((n) => n.internalIPs),
  ];
  const acting = random.some(dialects[profile].acts, 3);
  const families = [
    ...(acting.length > 0 ? acting : dialects[profile].acts),
    ...(random.chance(0.1) ? [random.pick(allFamilies)] : []),
  ];
  const namespaces = [...new Set(pods.map(({ namespace }) => namespace))];
  const namesHosts = profile !== 'spec';
  const material: Material = { random, addresses, namespaces, name: '', namesHosts };
  const tiers = families.includes('Calico') ? randomTiers(random) : [];
  const policies = randomPolicies(material, { families, tiers, profile });
  return snapshotOf({
    namespaces: namespaceNames.map((name) => ({
      name,
      labels: randomLabels(random, namespaceLabels),
    })),
    nodes,
    pods,
    networkPolicies: policies.flatMap(({ network }) => network ?? []),
    otherPolicies: policies.flatMap(({ other }) => other ?? []),
    policyObjects: [...tiers, ...(families.includes('Calico') ? randomNetworkSets(material) : [])],
  });
}

type Made = { readonly network?: object; readonly other?: object };
type Kinds = {
  readonly families: readonly OracleFamily[];
  readonly tiers: readonly object[];
  readonly profile: OracleProfile;
};

/**
 * Baseline is either the one BaselineAdminNetworkPolicy or the Baseline tier of ClusterNetworkPolicies:
 * nobody says which of the two comes first.
 */
function randomPolicies(material: Material, kinds: Kinds): readonly Made[] {
  const { random } = material;
  const tierNames = kinds.tiers.flatMap((tier) => ('name' in tier ? [String(tier.name)] : []));
  const hasBaseline = kinds.families.includes('BaselineAdminNetworkPolicy');
  const made = random
    .times(0, 8, () => random.pick(kinds.families))
    .map((family, index) => {
      const named = { ...material, name: `policy-${index}` };
      const tier = !hasBaseline && random.chance(0.35) ? 'Baseline' : 'Admin';
      // The reading of blocks as external knows no answer for equal priorities.
      const priority =
        kinds.profile === 'external-ipblocks' ? index : random.pick([0, 5, 10, 10, 1_000]);
      return policyOf(family, named, { tier, priority, tierNames });
    });
  return hasBaseline ? [...made, { other: randomBaselinePolicy(material) }] : made;
}

type Place = {
  readonly tier: string;
  readonly priority: number;
  readonly tierNames: readonly string[];
};

function policyOf(family: OracleFamily, material: Material, place: Place): Made {
  const { tier, priority, tierNames } = place;
  const isFirst = material.random.chance(0.5);
  switch (family) {
    case 'NetworkPolicy':
      return { network: randomNetworkPolicy(material) };
    case 'AdminNetworkPolicy':
      return { other: randomAdminNetworkPolicy(material, priority) };
    case 'BaselineAdminNetworkPolicy':
      return {};
    case 'ClusterNetworkPolicy':
      return { other: randomClusterPolicy(material, tier, priority) };
    case 'AwsClusterNetworkPolicy':
      return { other: randomAwsClusterPolicy(material, tier, priority) };
    case 'AwsApplicationNetworkPolicy':
      return { other: randomApplicationPolicy(material) };
    case 'Cilium':
      return { other: isFirst ? randomCiliumPolicy(material) : randomClusterwidePolicy(material) };
    case 'Calico':
      return {
        other: isFirst
          ? randomCalicoPolicy(material, tierNames)
          : randomGlobalPolicy(material, tierNames),
      };
  }
}
