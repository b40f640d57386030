import type { ClusterRef } from '../model/cluster.ts';
import { type EcrRepositoryName, ecrRepositoryOf } from '../model/ecr-image.ts';
import type { PodSpec } from '../model/pod-spec.ts';
import type { AskedOfAws } from '../model/world.ts';

/**
 * What AWS is asked about pods and templates that were read. The role that scans belongs to the
 * account of the cluster: repositories of other accounts, and with them the images of EKS's own
 * add-ons, would be refused, and one refusal would cost the whole read. In any region of that account
 * they are asked for.
 */
export function askedOfAws(specs: readonly PodSpec[], { account }: ClusterRef): AskedOfAws {
  const images = new Set([...new Set(specs)].flatMap(imagesOf));
  const named = [...images]
    .map(ecrRepositoryOf)
    .filter((repository) => repository?.account === account)
    .filter((repository) => repository !== undefined);
  const once = new Map(named.map((repository) => [keyOf(repository), repository]));
  return {
    ecrRepositories: [...once].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each),
  };
}

function imagesOf({ initContainers, containers, ephemeralContainers }: PodSpec): string[] {
  return [...initContainers, ...containers, ...ephemeralContainers].flatMap(
    ({ image }) => image ?? [],
  );
}

const keyOf = ({ region, name }: EcrRepositoryName): string => `${region}/${name}`;
