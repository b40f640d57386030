import type { PolicyRule } from '../../model/rbac-objects.ts';

/** A rule that allows something: an empty list of verbs, groups or resources allows nothing. */
export function isResourceRule({ verbs, apiGroups, resources }: PolicyRule): boolean {
  return verbs.length > 0 && apiGroups.length > 0 && resources.length > 0;
}

/**
 * Whether rules allow everything. Only a single rule of three wildcards covers a verb, group and
 * resource that no rule names, so no union of lesser rules comes to the same.
 */
export function allowEverything(rules: readonly PolicyRule[]): boolean {
  return rules.some(({ verbs, apiGroups, resources, resourceNames }) => {
    const hasWildcards = [verbs, apiGroups, resources].every((names) => names.includes('*'));
    return hasWildcards && resourceNames.length === 0;
  });
}
