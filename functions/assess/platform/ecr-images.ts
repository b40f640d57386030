import { imageRepository } from '../pods/image-repository.ts';

/** A private repository of Amazon ECR. */
export type EcrAddress = {
  readonly account: string;
  readonly region: string;
  readonly name: string;
};

/** Host names of private registries in all partitions, as the credential provider of AWS knows them. */
const host =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws|on\.amazonwebservices\.com\.cn|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/;

/** The private ECR repository of an image; undefined for an image from anywhere else. */
export function ecrAddress(image: string): EcrAddress | undefined {
  const [registry = '', ...path] = imageRepository(image).split('/');
  const [, account, region] = host.exec(registry) ?? [];
  if (account === undefined || region === undefined) return undefined;
  return { account, region, name: path.join('/') };
}

/**
 * Accounts from which EKS gives out the images of its add-ons, in all regions (EKS user guide, image
 * registries of add-ons; GuardDuty user guide for ap-southeast-5). AWS keeps those repositories.
 */
const eksAccounts: ReadonlySet<string> = new Set([
  '013241004608',
  '066635153087',
  '121268973566',
  '151610086707',
  '151742754352',
  '296578399912',
  '333609536671',
  '455263428931',
  '491585149902',
  '533267051163',
  '558608220178',
  '590381155156',
  '602401143452',
  '730335286997',
  '759879836304',
  '761377655185',
  '800184023465',
  '877085696533',
  '877088126301',
  '900612956339',
  '900889452093',
  '918309763551',
  '961992271922',
]);

export function isOfEksRegistry({ account }: EcrAddress): boolean {
  return eksAccounts.has(account);
}
