import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { catalogue } from '../functions/assess/catalog.ts';
import { judgeSnapshot } from '../functions/assess/judge.ts';
import { kubernetesReads } from '../functions/model/reads.ts';
import { kubeconfigClusters } from '../functions/platform/kubernetes/kubeconfig-clusters.ts';
import { manifestClusters } from '../functions/platform/manifests/manifest-clusters.ts';
import { readManifests } from '../functions/platform/manifests/manifest-objects.ts';
import { collect } from '../functions/snapshot/collect.ts';
import { normalize } from '../functions/snapshot/normalize.ts';
import { isDiscovery } from './kube-api/discovery.ts';
import { startKubeApi } from './kube-api/kube-api.ts';
import { withKubeconfig } from './kube-api/kubeconfig-file.ts';
import { minimalSnapshot, tweak } from './minimal-snapshot.ts';

const grants = join(import.meta.dirname, '..', 'docs', 'access', 'cluster-role.yaml');
const cluster = { account: 'local', region: 'local', name: 'test' };
const clock = () => new Date(0);

async function grantedRoles() {
  const clusters = manifestClusters(await readManifests([grants]), { namespace: 'default' });
  return normalize(await collect(await clusters.open(cluster), clock, cluster));
}

test("the product's own controls find nothing in its own grants", async () => {
  const { roles, bindings } = await grantedRoles();
  const judged = judgeSnapshot(tweak(minimalSnapshot, { roles, bindings }), catalogue);
  const judgedGrants = judged.results.filter(({ domain }) => domain === 'rbac');
  const outcomes = new Map(judgedGrants.map(({ id, outcome }) => [id, outcome]));
  expect([outcomes.get('RBAC-01'), outcomes.get('RBAC-02')]).toEqual(['pass', 'pass']);
  expect([...outcomes.values()]).not.toContain('fail');
  expect([...outcomes.values()]).not.toContain('unknown');
  expect(judged.findings.filter(({ controlId }) => outcomes.has(controlId))).toEqual([]);
});

test('every request of a scan is granted, and every grant is used by a request', async () => {
  const { roles } = await grantedRoles();
  const granted = roles.flatMap(({ rules }) =>
    rules.flatMap(({ verbs, apiGroups, resources, resourceNames }) =>
      apiGroups.flatMap((group) =>
        resources.map((resource) => `${verbs} ${group}/${resource} ${resourceNames}`.trim()),
      ),
    ),
  );
  const api = await startKubeApi({ objects: [constraintTemplate] });
  try {
    await withKubeconfig(api, async (file) => {
      const options = { file, toolVersion: '0', environment: {} };
      const reader = await kubeconfigClusters(options).open(cluster);
      await collect(reader, clock, cluster);
      await reader.close();
    });
    const paths = api.requests.map(({ path }) => path).filter((path) => path !== '/version');
    const asked = paths.filter((path) => !isDiscovery(path));
    const discovered = paths.filter(isDiscovery).map((path) => path.split('/')[2]);
    expect(new Set(discovered)).toEqual(optionalGroups);
    expect(asked.map(grantFor).sort()).toEqual(granted.sort());
    expect(new Set(api.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(asked).toHaveLength(kubernetesReads.length);
  } finally {
    await api.close();
  }
});

/** Constraints are asked for where there are templates for them. */
const constraintTemplate = {
  apiVersion: 'templates.gatekeeper.sh/v1',
  kind: 'ConstraintTemplate',
  metadata: { name: 'k8spspcapabilities' },
  spec: { crd: { spec: { names: { kind: 'K8sPSPCapabilities' } } } },
};

/** What the ClusterRole system:discovery lets every authenticated user ask. */
const optionalGroups = new Set(
  kubernetesReads
    .filter(({ isBuiltIn, kind }) => !isBuiltIn && kind !== constraintTemplate.kind)
    .flatMap((read) => [
      read.apiGroup,
      ...('alsoIn' in read ? read.alsoIn : []).map((each) => each.split('/')[0]),
    ]),
);

/** The right that a request needs, as RBAC sees it. */
function grantFor(path: string): string {
  const one = /^\/api\/v1\/namespaces\/[^/]+\/([^/]+)\/([^/]+)$/.exec(path);
  if (one !== null) return `get /${one[1]} ${one[2]}`;
  const [, group = '', resource] = /^\/(?:api\/v1|apis\/([^/]+)\/[^/]+)\/([^/]+)$/.exec(path) ?? [];
  return `list ${group}/${resource}`;
}
