/** A repository of a private registry of ECR. */
export type EcrRepositoryName = {
  readonly account: string;
  readonly region: string;
  readonly name: string;
};

/**
 * Hosts of private registries: with and without FIPS, over IPv4 alone or both families (Amazon ECR
 * User Guide, "Private registries" and "Making requests over IPv6"), in every partition.
 */
const registryHost =
  /^(\d{12})\.(?:dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.(?:com|com\.cn|eu)|dkr-ecr(?:-fips)?\.([a-z0-9-]+)\.on\.(?:aws|amazonwebservices\.com\.cn|amazonwebservices\.eu))$/;

/** The repository that an image is pulled from; undefined where that is no private one of ECR. */
export function ecrRepositoryOf(image: string): EcrRepositoryName | undefined {
  const slashAt = image.indexOf('/');
  const [, account, region, regionOfBoth] = registryHost.exec(image.slice(0, slashAt)) ?? [];
  const [name = ''] = image.slice(slashAt + 1).split(/[:@]/);
  const place = region ?? regionOfBoth;
  return account === undefined || place === undefined || name === ''
    ? undefined
    : { account, region: place, name };
}
