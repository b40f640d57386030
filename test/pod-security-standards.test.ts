import { describe, expect, test } from '@jest/globals';
import {
  checksOf,
  newestMinor,
  securityChecks,
} from '../functions/assess/pods/standards/security-checks.ts';
import {
  parseVersion,
  type StandardsPod,
  strictestLevelOf,
  violationsOf,
} from '../functions/assess/pods/standards/standards.ts';
import { podSpecOf } from '../functions/snapshot/projections/pod-spec.ts';
import { rawPodSpec } from '../functions/snapshot/projections/raw-pod-spec.ts';

const baselineAt = {
  0: [
    'appArmorProfile',
    'capabilities_baseline',
    'hostNamespaces',
    'hostPathVolumes',
    'hostPorts',
    'privileged',
    'procMount',
    'seLinuxOptions',
    'seccompProfile_baseline',
    'sysctls',
    'windowsHostProcess',
  ],
  33: 11,
  34: 12,
  37: 12,
};

const restrictedAt = [
  [0, ['restrictedVolumes', 'runAsNonRoot'], ['hostPathVolumes']],
  [7, ['restrictedVolumes', 'runAsNonRoot'], ['hostPathVolumes']],
  [8, ['allowPrivilegeEscalation'], ['hostPathVolumes']],
  [18, ['allowPrivilegeEscalation'], ['hostPathVolumes']],
  [19, ['seccompProfile_restricted'], ['hostPathVolumes', 'seccompProfile_baseline']],
  [21, ['seccompProfile_restricted'], ['hostPathVolumes', 'seccompProfile_baseline']],
  [
    22,
    ['capabilities_restricted'],
    ['hostPathVolumes', 'seccompProfile_baseline', 'capabilities_baseline'],
  ],
  [23, ['runAsUser'], ['hostPathVolumes', 'seccompProfile_baseline', 'capabilities_baseline']],
  [34, ['runAsUser'], ['hostPathVolumes', 'seccompProfile_baseline', 'capabilities_baseline']],
  [
    35,
    ['procMount_restricted'],
    ['hostPathVolumes', 'seccompProfile_baseline', 'capabilities_baseline', 'procMount'],
  ],
  [
    37,
    ['procMount_restricted'],
    ['hostPathVolumes', 'seccompProfile_baseline', 'capabilities_baseline', 'procMount'],
  ],
] as const;

const idsAt = (level: 'baseline' | 'restricted', minor: number) =>
  checksOf(level, minor).map(({ id }) => id);

describe('the checks', () => {
  test('are the 19 of Kubernetes, in its order and with its reasons', () => {
    const told = securityChecks.map(({ id, level, reason }) => `${level} ${id}: ${reason}`);
    expect(told).toEqual([
      'baseline appArmorProfile: forbidden AppArmor profile',
      'baseline capabilities_baseline: non-default capabilities',
      'baseline hostNamespaces: host namespaces',
      'baseline hostPathVolumes: hostPath volumes',
      'baseline hostPorts: hostPort',
      'baseline hostProbesAndHostLifecycle: probe or lifecycle host',
      'baseline privileged: privileged',
      'baseline procMount: procMount',
      'baseline seLinuxOptions: seLinuxOptions',
      'baseline seccompProfile_baseline: seccompProfile',
      'baseline sysctls: forbidden sysctls',
      'baseline windowsHostProcess: hostProcess',
      'restricted allowPrivilegeEscalation: allowPrivilegeEscalation != false',
      'restricted capabilities_restricted: unrestricted capabilities',
      'restricted procMount_restricted: procMount',
      'restricted restrictedVolumes: restricted volume types',
      'restricted runAsNonRoot: runAsNonRoot != true',
      'restricted runAsUser: runAsUser=0',
      'restricted seccompProfile_restricted: seccompProfile',
    ]);
  });

  test('have rules in order of versions, none newer than the newest that is known', () => {
    for (const { versions } of securityChecks) {
      const minors = versions.map(({ since }) => since);
      expect(minors).toEqual([...new Set(minors)].toSorted((one, other) => one - other));
      expect(Math.max(...minors)).toBeLessThanOrEqual(newestMinor);
    }
  });

  test('of baseline are eleven, and twelve from v1.34', () => {
    expect(idsAt('baseline', 0)).toEqual(baselineAt[0]);
    expect(idsAt('baseline', 33)).toHaveLength(baselineAt[33]);
    expect(idsAt('baseline', 34)).toHaveLength(baselineAt[34]);
    expect(idsAt('baseline', 37)).toHaveLength(baselineAt[37]);
  });

  test.each(restrictedAt)(
    'of restricted at v1.%i have %j, and leave out %j of baseline',
    (minor, made, leftOut) => {
      const ids = idsAt('restricted', minor);
      expect(ids).toEqual(expect.arrayContaining([...made]));
      const missing = idsAt('baseline', minor).filter((id) => !ids.includes(id));
      expect(missing.toSorted()).toEqual(leftOut.toSorted());
    },
  );

  test.each([
    [0, 2],
    [7, 2],
    [8, 3],
    [18, 3],
    [19, 4],
    [21, 4],
    [22, 5],
    [23, 6],
    [34, 6],
    [35, 7],
    [37, 7],
  ])('of restricted alone at v1.%i are %i', (minor, count) => {
    const baseline = idsAt('baseline', minor);
    expect(idsAt('restricted', minor).filter((id) => !baseline.includes(id))).toHaveLength(count);
  });
});

describe('versions', () => {
  test.each([
    ['latest', 37],
    ['v1.0', 0],
    ['v1.9', 9],
    ['v1.33', 33],
    ['v1.37', 37],
    ['v1.38', 37],
    ['v1.100', 37],
  ])('%s is v1.%i', (text, minor) => {
    expect(parseVersion(text)).toBe(minor);
  });

  test.each(['', '1.33', 'v1', 'v1.', 'v1.03', 'v1.33.1', 'v2.0', 'v1.-1', ' latest', 'LATEST'])(
    '"%s" is none',
    (text) => {
      expect(parseVersion(text)).toBeUndefined();
    },
  );

  test('newer than is known are judged as the newest', () => {
    const pod = podOf({ securityContext: sysctl('net.ipv4.tcp_notsent_lowat') });
    expect(violationsOf(pod, 'baseline', 36)).toHaveLength(1);
    expect(violationsOf(pod, 'baseline', 99)).toEqual([]);
  });
});

const hardened = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'app',
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
};

describe('levels', () => {
  test.each([
    ['a hardened pod', hardened, 'restricted'],
    ['a plain pod', { containers: [{ name: 'app' }] }, 'baseline'],
    ['a pod in the network of its node', { ...hardened, hostNetwork: true }, 'privileged'],
    [
      'a pod with an NFS volume, which only restricted forbids',
      { ...hardened, volumes: [{ name: 'a', nfs: {} }] },
      'baseline',
    ],
    [
      'a pod with a directory of its node, which both forbid',
      { ...hardened, volumes: [{ name: 'a', hostPath: { path: '/' } }] },
      'privileged',
    ],
  ] as const)('the strictest for %s is told', (_, raw, level) => {
    expect(strictestLevelOf(podOf(raw), newestMinor)).toBe(level);
  });

  test('the strictest depends on the version', () => {
    const pod = podOf({ ...hardened, securityContext: { runAsNonRoot: true } });
    expect(strictestLevelOf(pod, 18)).toBe('restricted');
    expect(strictestLevelOf(pod, 19)).toBe('baseline');
  });

  test('privileged allows everything', () => {
    expect(violationsOf(podOf({ hostPID: true }), 'privileged', newestMinor)).toEqual([]);
  });
});

describe('violations', () => {
  test('come in the order of checks, with reason, details and evidence', () => {
    const pod = podOf({ hostPID: true, containers: [{ name: 'app' }] });
    expect(violationsOf(pod, 'restricted', 18)).toEqual([
      {
        check: 'hostNamespaces',
        reason: 'host namespaces',
        details: ['pod: hostPID=true'],
        evidence: [{ path: 'spec.hostPID', value: 'true' }],
      },
      {
        check: 'allowPrivilegeEscalation',
        reason: 'allowPrivilegeEscalation != false',
        details: ['container app: allowPrivilegeEscalation is unset'],
        evidence: [
          {
            path: 'spec.containers[name=app].securityContext.allowPrivilegeEscalation',
            value: 'unset',
          },
        ],
      },
      {
        check: 'runAsNonRoot',
        reason: 'runAsNonRoot != true',
        details: ['container app: runAsNonRoot is unset'],
        evidence: [
          { path: 'spec.containers[name=app].securityContext.runAsNonRoot', value: 'unset' },
        ],
      },
    ]);
  });

  test('of one spec under other annotations, at another level or version, are not mixed up', () => {
    const { spec } = podOf({ containers: [{ name: 'app' }] });
    const name = 'container.apparmor.security.beta.kubernetes.io/app';
    const checksFor = (annotations: StandardsPod['annotations'], minor: number) =>
      violationsOf({ annotations, spec }, 'baseline', minor).map(({ check }) => check);
    expect(checksFor({}, 37)).toEqual([]);
    expect(checksFor({ [name]: 'unconfined' }, 37)).toEqual(['appArmorProfile']);
    expect(checksFor({}, 37)).toEqual([]);
    expect(violationsOf({ annotations: {}, spec }, 'restricted', 37)).toHaveLength(4);
    expect(violationsOf({ annotations: {}, spec }, 'restricted', 7)).toHaveLength(1);
  });

  test('are each said once, on one line', () => {
    const add = ['X\nY', 'X\nY'];
    const pod = podOf({
      containers: [{ name: 'app', securityContext: { capabilities: { add } } }],
    });
    const [violation] = violationsOf(pod, 'baseline', 37);
    expect(violation?.details).toEqual(['container app: capabilities.add=X\\u{a}Y']);
    expect(violation?.evidence.map(({ value }) => value)).toEqual(['X\\u{a}Y']);
  });
});

function podOf(raw: unknown): StandardsPod {
  return { annotations: {}, spec: podSpecOf(rawPodSpec.parse(raw)) };
}

function sysctl(name: string) {
  return { sysctls: [{ name }] };
}
