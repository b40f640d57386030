import type { EcrRepository, EcrScanning } from '../../model/platform-objects.ts';
import { matchesPattern } from './name-pattern.ts';

/**
 * How often images of a repository are scanned by themselves. Enhanced scanning scans what a filter of
 * the registry names, and nothing else; in basic scanning the setting of the repository, which came
 * before filters, counts as well (Amazon ECR user guide, filters for scanning).
 */
export function isScanned(
  { name, scansOnPush }: EcrRepository,
  { scanType, rules }: EcrScanning,
): boolean {
  const isNamed = rules.some(
    ({ frequency, repositoryFilters }) =>
      frequency !== 'MANUAL' && repositoryFilters.some((filter) => matchesFilter(filter, name)),
  );
  return isNamed || (scanType === 'BASIC' && scansOnPush === true);
}

/** A filter without a star matches every name that contains it. */
function matchesFilter(filter: string, name: string): boolean {
  return filter.includes('*') ? matchesPattern(filter, name) : name.includes(filter);
}
