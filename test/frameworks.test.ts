import { describe, expect, test } from '@jest/globals';
import { catalogue } from '../functions/assess/catalog.ts';
import { controlsOf } from '../functions/assess/frameworks/mappings.ts';
import { newestMinor, securityChecks } from '../functions/assess/pods/standards/security-checks.ts';
import { frameworkPages } from '../tools/framework-pages.ts';

/** Controls that no framework asks for, and what they are for. */
const ownControls: Readonly<Record<string, string>> = {
  'NET-10': 'what is open to the internet is for people to know',
  'NET-11': 'CVE-2020-8554',
  'NET-12': 'dashboards and databases on open ports',
  'NET-14': 'policies that the engine does not act on',
  'NET-15': 'engines that read policies unlike the specification',
  'NET-16': 'policies without effect',
  'NET-17': 'rules without effect',
  'NET-18': 'policies that undo a default deny',
  'NET-19': 'baseline policies that are switched off',
  'NET-20': 'admin policies that contradict each other',
  'NET-21': 'names that pods cannot resolve',
  'NET-22': 'policies that admit namespaces to come',
  'NET-23': 'policies that say nothing clear',
  'NET-24': 'what the engine was told is not what was asked for',
  'POD-12': 'sockets of the runtime; the volume itself is POD-10',
  'SEC-05': 'tokens that never expire',
  'CP-10': 'clusters that anybody may delete',
  'CP-13': 'was 3.3.1 of the CIS benchmark until 1.4',
  'CP-14': 'what EKS itself finds',
  'CP-15': 'what EKS cannot work on',
  'IMG-01': 'tags that move',
  'IMG-02': 'images that are not pinned',
  'IMG-07': 'images that nobody signed',
  'NS-05': 'service accounts with rights in foreign namespaces',
  'NS-06': 'workloads that nobody answers for',
  'ADM-03': 'admission policies of the organisation',
  'ADM-04': 'webhooks that fail open',
  'ADM-05': 'ways around webhooks',
  'ADM-06': 'admission policies that only warn',
};

const { frameworks, controls } = catalogue;
const byId = frameworks.map((framework) => [framework.id, framework] as const);
const all = frameworks.flatMap((framework) =>
  framework.requirements.map((requirement) => ({ framework, requirement })),
);

function requirementsOf(id: string) {
  return frameworks.find((framework) => framework.id === id)?.requirements ?? [];
}

function controlsFor(id: string, requirementId: string): readonly string[] {
  const found = requirementsOf(id).find((requirement) => requirement.id === requirementId);
  return found === undefined ? [] : controlsOf(found);
}

describe.each(byId)('%s', (id, framework) => {
  const { requirements, sources } = framework;

  test('is written as a name and a version, once', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*-[0-9][0-9a-z.]*$/);
    expect(frameworks.filter((given) => given.id === id)).toHaveLength(1);
    expect(framework.url).toMatch(/^https:\/\//);
  });

  test('has every requirement once, in words of the agreed form', () => {
    expect(new Set(requirements.map((given) => given.id)).size).toBe(requirements.length);
    for (const { id: given, title } of requirements) {
      expect(given).toMatch(/^[A-Za-z0-9][A-Za-z0-9.()_-]*$/);
      expect(title).toMatch(/^[A-Z].{2,88}[^.]$/);
      expect(title).not.toMatch(/\b(should|please|simply|just|utilize)\b|\s{2}|[–—]/i);
    }
  });

  test('takes no mapping without a source, and names no source for nothing', () => {
    const used = requirements.flatMap((requirement) => requirement.sources);
    expect(requirements.filter((requirement) => requirement.sources.length === 0)).toEqual([]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(sources).sort());
  });

  test('names controls that exist, each once in a requirement', () => {
    const known = new Set(controls.map((control) => control.id));
    for (const requirement of requirements) {
      const named = controlsOf(requirement);
      expect({ of: requirement.id, unknown: named.filter((given) => !known.has(given)) }).toEqual({
        of: requirement.id,
        unknown: [],
      });
      expect(new Set(named).size).toBe(named.length);
    }
  });

  test('says of every requirement what shows it, what is missing, or why nothing can', () => {
    for (const requirement of requirements) {
      const { needsMore, notVisible } = requirement;
      const isShown = controlsOf(requirement).length > 0 || needsMore !== undefined;
      expect(`${requirement.id} ${isShown}`).toBe(`${requirement.id} ${notVisible === undefined}`);
      for (const text of [needsMore, notVisible]) {
        if (text !== undefined) expect(text).toMatch(/^[A-Z].*[a-z]\.$/);
      }
    }
  });

  test('has a page that names all of its requirements and controls', () => {
    const page = frameworkPages(catalogue).get(`${id}.md`) ?? '';
    for (const requirement of requirements) {
      expect(page).toContain(`\n| ${requirement.id} | `);
      for (const given of controlsOf(requirement)) expect(page).toContain(`controls/${given}.md`);
    }
  });
});

test('every control is asked for by a framework, or known to be our own', () => {
  const mapped = new Set(all.flatMap(({ requirement }) => controlsOf(requirement)));
  const unmapped = controls.map(({ id }) => id).filter((id) => !mapped.has(id));
  expect(unmapped.sort()).toEqual(Object.keys(ownControls).sort());
});

describe('CIS Amazon EKS Benchmark 1.8.0', () => {
  const requirements = requirementsOf('cis-eks-1.8.0');
  const counted = (section: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${section}.${index + 1}`);
  const nodes = [...counted('3.1', 4), ...counted('3.2', 9)];

  test('has all 50 recommendations, in order', () => {
    expect(requirements.map(({ id }) => id)).toEqual([
      ...counted('2.1', 2),
      ...nodes,
      ...counted('4.1', 12),
      ...counted('4.2', 5),
      ...counted('4.3', 2),
      ...counted('4.4', 2),
      ...counted('4.5', 2),
      ...counted('5.1', 4),
      ...counted('5.2', 1),
      ...counted('5.3', 1),
      ...counted('5.4', 5),
      ...counted('5.5', 1),
    ]);
    expect(requirements).toHaveLength(50);
  });

  test('cannot be seen where it is about files and processes of nodes, and there alone', () => {
    const hidden = requirements.filter(({ notVisible }) => notVisible !== undefined);
    expect(hidden.map(({ id }) => id)).toEqual(nodes);
  });
});

test('the Pod Security Standards have the checks of the engine, at its newest version', () => {
  const standards = requirementsOf(`pod-security-standards-1.${newestMinor}`);
  const checks = securityChecks.map(({ id, level }) => `${id} ${level}`);
  const listed = standards.map(({ id, title }) => `${id} ${title.split(':')[0]?.toLowerCase()}`);
  expect(listed.sort()).toEqual(checks.sort());
});

describe('mistakes of other mappings are not repeated', () => {
  test.each([
    [
      'host network and process ids change places',
      'nsa-cisa-1.2',
      'pod-security.host-network',
      'POD-02',
    ],
    [
      'host processes are the host network',
      'nsa-cisa-1.2',
      'pod-security.host-processes',
      'POD-04',
    ],
    ['private nodes are the sources of the endpoint', 'cis-eks-1.8.0', '5.4.3', 'CP-05'],
    ['private nodes are a private endpoint', 'cis-eks-1.8.0', '5.4.3', 'CP-06'],
    ['a policy in each namespace is its selectors', 'cis-eks-1.8.0', '4.3.2', 'NET-06'],
    ['an endpoint is the device of a user', 'iso-27001-2022', 'A.8.1', 'CP-04'],
    ['privileges are redundancy', 'iso-27001-2022', 'A.8.14', 'POD-05'],
    ['process ids are routing information', 'pci-dss-4.0.1', '1.4.5', 'POD-02'],
    ['encrypted volumes are integrity and ethical values', 'soc2-2017', 'CC1.1', 'SEC-06'],
  ])('%s', (_, framework, requirement, control) => {
    expect(frameworks.some(({ id }) => id === framework)).toBe(true);
    expect(controlsFor(framework, requirement)).not.toContain(control);
  });

  test('requirements that NIST withdrew with Revision 5', () => {
    const ids = requirementsOf('nist-800-53r5').map(({ id }) => id);
    for (const withdrawn of ['CM-5(3)', 'CA-3(5)', 'SI-2(1)']) expect(ids).not.toContain(withdrawn);
  });
});
