import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import { kubernetesReads } from '../../functions/model/reads.ts';
import { clusterRoleYaml, scannerGroup } from '../../infra/cluster-role.ts';

const ruleSchema = z.strictObject({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  resourceNames: z.array(z.string()).optional(),
  verbs: z.array(z.string()),
});
const objectSchema = z.looseObject({
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }),
  rules: z.array(ruleSchema).optional(),
  roleRef: z.strictObject({ apiGroup: z.string(), kind: z.string(), name: z.string() }).optional(),
  subjects: z
    .array(z.strictObject({ kind: z.string(), apiGroup: z.string(), name: z.string() }))
    .optional(),
});

const objects = parseAllDocuments(clusterRoleYaml()).map((document) =>
  objectSchema.parse(document.toJS()),
);

/** One line for each single thing that is granted, and for each that is read. */
const granted = objects.flatMap(({ metadata, rules = [] }) =>
  rules.flatMap(({ apiGroups, resources, resourceNames = ['*'], verbs }) =>
    apiGroups.flatMap((apiGroup) =>
      resources.flatMap((resource) =>
        resourceNames.flatMap((name) =>
          verbs.map(
            (verb) => `${verb} ${apiGroup}/${resource} ${metadata.namespace ?? '*'}/${name}`,
          ),
        ),
      ),
    ),
  ),
);
const read = kubernetesReads.map((each) => {
  const what = `${each.apiGroup}/${each.resource}`;
  return 'object' in each
    ? `get ${what} ${each.object.namespace}/${each.object.name}`
    : `list ${what} */*`;
});

describe('the scanner’s grants in a cluster', () => {
  test('are what it reads: no rule without a read, no read without a rule', () => {
    expect([...granted].sort()).toEqual([...read].sort());
  });

  test('hold no secrets, no subresources, no wildcards', () => {
    const rules = objects.flatMap(({ rules = [] }) => rules);
    const words = rules.flatMap(({ apiGroups, resources, verbs }) => [
      ...apiGroups,
      ...resources,
      ...verbs,
    ]);
    expect(words).toContain('pods');
    expect(words.filter((word) => /\*|\/|^secrets$/.test(word))).toEqual([]);
  });

  test('get two ConfigMaps by their names, and only list anything else', () => {
    expect(granted.filter((each) => !each.startsWith('list '))).toEqual([
      'get /configmaps kube-system/amazon-vpc-cni',
      'get /configmaps kube-system/cilium-config',
    ]);
  });

  test('go to the group of the access entry, and every binding has its role', () => {
    const bindings = objects.filter(({ roleRef }) => roleRef !== undefined);
    expect(bindings).toHaveLength(2);
    for (const { subjects, roleRef, metadata } of bindings) {
      expect(subjects?.map(({ kind, name }) => [kind, name])).toEqual([['Group', scannerGroup]]);
      const role = objects.find(
        ({ kind, metadata: { name, namespace } }) =>
          kind === roleRef?.kind && name === roleRef.name && namespace === metadata.namespace,
      );
      expect(role?.rules?.length).toBeGreaterThan(0);
    }
  });

  test('EKS takes the group: it refuses those with a prefix of its own', () => {
    expect(scannerGroup).not.toMatch(/^(system|eks|aws|amazon|iam):/);
  });

  test('stand in docs/access/cluster-role.yaml as they are', () => {
    const file = join(import.meta.dirname, '..', '..', 'docs', 'access', 'cluster-role.yaml');
    expect(readFileSync(file, 'utf8')).toBe(clusterRoleYaml());
  });
});
