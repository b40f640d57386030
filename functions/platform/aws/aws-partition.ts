/** The DNS suffix of AWS services in a region: each partition has its own. */
export function awsDnsSuffix(region: string): string {
  const partition = otherPartitions.find(({ prefix }) => region.startsWith(prefix));
  return partition?.dnsSuffix ?? 'amazonaws.com';
}

/** Region prefixes whose suffix is not amazonaws.com. GovCloud (us-gov-) shares that suffix. */
const otherPartitions = [
  { prefix: 'cn-', dnsSuffix: 'amazonaws.com.cn' },
  { prefix: 'us-iso-', dnsSuffix: 'c2s.ic.gov' },
  { prefix: 'us-isob-', dnsSuffix: 'sc2s.sgov.gov' },
  { prefix: 'us-isof-', dnsSuffix: 'csp.hci.ic.gov' },
  { prefix: 'eu-isoe-', dnsSuffix: 'cloud.adc-e.uk' },
  { prefix: 'eusc-', dnsSuffix: 'amazonaws.eu' },
] as const;
