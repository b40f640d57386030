import { type EcrRepositoryName, ecrRepositoryOf } from '../../model/ecr-image.ts';
import type { EcrRepository } from '../../model/platform-objects.ts';
import type { Pod, Snapshot } from '../../model/snapshot.ts';
import type { Subject, Verdict } from '../../model/verdict.ts';
import { unknown } from '../../model/verdict.ts';
import { isOfEks } from '../pods/eks-add-ons.ts';
import { workloadItems } from '../pods/workload-items.ts';
import { isOfEksRegistry } from './eks-registries.ts';

/** A private ECR repository that images of the cluster come from. */
export type RepositoryItem = {
  readonly subject: Subject;
  readonly address: EcrRepositoryName;
  /** Absent where ECR did not show it: other accounts and regions are not asked. */
  readonly repository: EcrRepository | undefined;
};

/** Several controls ask for the same repositories. */
const known = new WeakMap<Snapshot, readonly RepositoryItem[]>();

/** One item a repository; what AWS keeps for EKS is not among them. */
export function repositoryItems(snapshot: Snapshot): readonly RepositoryItem[] {
  const items = known.get(snapshot) ?? itemsOf(snapshot);
  known.set(snapshot, items);
  return items;
}

function itemsOf(snapshot: Snapshot): readonly RepositoryItem[] {
  const seen = new Map(snapshot.ecrRepositories.map((each) => [addressText(each), each]));
  const images = workloadItems(snapshot).flatMap(({ pods }) => pods.flatMap(imagesOf));
  const addresses = [...new Set(images)].flatMap((image) => ecrRepositoryOf(image) ?? []);
  const byText = new Map(
    addresses
      .filter((address) => !isOfEksRegistry(address))
      .map((address) => [addressText(address), address]),
  );
  return [...byText].map(([text, address]) => ({
    subject: { kind: 'Repository', name: text },
    address,
    repository: seen.get(text),
  }));
}

/** Init and ephemeral containers run an image too. */
function imagesOf(pod: Pod): readonly string[] {
  const { initContainers, containers, ephemeralContainers } = pod.spec;
  return [...initContainers, ...containers, ...ephemeralContainers].flatMap(({ name, image }) =>
    image === undefined || isOfEks(pod, name) ? [] : [image],
  );
}

/** `111122223333/eu-central-1/team/api`. */
export function addressText({ account, region, name }: EcrRepositoryName): string {
  return `${account}/${region}/${name}`;
}

/** Of a repository that ECR did not show. */
export function unseenRepository({ address }: RepositoryItem, { cluster }: Snapshot): Verdict {
  if (address.account !== cluster.account) {
    return unknown(`the repository, which is of account ${address.account}`);
  }
  if (address.region !== cluster.region) {
    return unknown(`the repository, which is in ${address.region}`);
  }
  return unknown('the repository, which ECR does not show');
}
