import type { EcrRepositoryName } from '../../model/ecr-image.ts';

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

export function isOfEksRegistry({ account }: EcrRepositoryName): boolean {
  return eksAccounts.has(account);
}
