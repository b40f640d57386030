import type { Container } from '../../model/pod-spec.ts';
import type { Pod, Snapshot } from '../../model/snapshot.ts';
import { imageRepository, isRepository } from '../pods/image-repository.ts';

/** The driver of volumes that the Secrets Store CSI driver fills from outside. */
const storeDriver = 'secrets-store.csi.k8s.io';

/** Containers that an injector adds to put secrets from outside into a pod, and their images. */
const agents = ['vault-agent', 'vault-agent-init', 'copy-vault-env'];
const agentImages = ['hashicorp/vault', 'bank-vaults/vault-env'];

/** Operators whose own objects say which Secrets they fill; those objects are not read. */
const operators = [
  'hashicorp/vault-secrets-operator',
  'hashicorp/vault-k8s',
  'bank-vaults/vault-secrets-webhook',
  '1password/onepassword-operator',
  'dopplerhq/kubernetes-operator',
  'infisical/kubernetes-operator',
];

/** Whether anything in the cluster takes a secret from an external store. */
export function usesExternalStore({ secretSources, pods }: Snapshot): boolean {
  return secretSources.length > 0 || pods.some(takesFromStore);
}

/** An agent has a name of its own beside an image that somebody mirrors; a server has neither. */
function takesFromStore({ spec }: Pod): boolean {
  return (
    spec.volumes.some(({ csiDriver }) => csiDriver === storeDriver) ||
    [...spec.initContainers, ...spec.containers].some(
      (container) => agents.includes(container.name) && isOneOf(container, agentImages),
    )
  );
}

/** The operators that run and that may fill Secrets from outside. */
export function storeOperators({ pods }: Snapshot): readonly string[] {
  const containers = pods.flatMap(({ spec }) => spec.containers);
  return operators.filter((operator) =>
    containers.some((container) => isOneOf(container, [operator])),
  );
}

function isOneOf({ image = '' }: Container, endings: readonly string[]): boolean {
  return endings.some((ending) => isRepository(imageRepository(image), ending));
}

/** Whether a pod gets a Secret, or a credential that somebody wrote into its spec instead of one. */
export function usesSecrets({ spec }: Pod): boolean {
  const { initContainers, containers, ephemeralContainers } = spec;
  return (
    spec.volumes.some(({ type }) => type === 'secret') ||
    [...initContainers, ...containers, ...ephemeralContainers].some(
      ({ env, envFrom }) =>
        envFrom.some(({ secretRef }) => secretRef !== undefined) ||
        env.some((each) => each.secretKeyRef !== undefined || each.credentialForm !== undefined),
    )
  );
}
