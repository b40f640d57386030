import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { namespacePolicy } from '../functions/assess/pods/standards/namespace-policy.ts';
import {
  namespaceSecurity,
  namespaceSecurityReads,
} from '../functions/assess/pods/standards/namespace-security.ts';
import type { Workload } from '../functions/model/snapshot.ts';
import { podSpecOf } from '../functions/snapshot/projections/pod-spec.ts';
import { snapshotOf, tweak } from './minimal-snapshot.ts';

const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(' ')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', value = ''] = pair.split('=');
        return [`pod-security.kubernetes.io/${name}`, value];
      }),
  );

const open = 'privileged:latest';

describe('labels', () => {
  test.each([
    ['', open, open, open, 0],
    ['enforce=baseline', 'baseline:latest', open, 'baseline:latest', 0],
    ['enforce=restricted', 'restricted:latest', open, 'restricted:latest', 0],
    ['enforce=privileged', open, open, open, 0],
    ['warn=restricted', open, open, 'restricted:latest', 0],
    ['audit=baseline', open, 'baseline:latest', open, 0],
    ['enforce=baseline warn=restricted', 'baseline:latest', open, 'restricted:latest', 0],
    ['enforce=baseline warn=privileged', 'baseline:latest', open, open, 0],
    ['enforce=baseline enforce-version=v1.22', 'baseline:v1.22', open, 'baseline:v1.22', 0],
    [
      'enforce=baseline enforce-version=v1.22 warn-version=latest',
      'baseline:v1.22',
      open,
      'baseline:latest',
      0,
    ],
    ['enforce=baseline warn-version=v1.23', 'baseline:latest', open, 'baseline:v1.23', 0],
    [
      'enforce=baseline enforce-version=v1.20 warn=restricted warn-version=v1.21 audit=restricted audit-version=v1.22',
      'baseline:v1.20',
      'restricted:v1.22',
      'restricted:v1.21',
      0,
    ],
    ['enforce-version=v1.30', 'privileged:v1.30', open, open, 0],
    ['enforce=privileged enforce-version=v1.30', 'privileged:v1.30', open, open, 0],
    ['enforce=strict', 'restricted:latest', open, open, 1],
    ['enforce=', 'restricted:latest', open, open, 1],
    ['enforce=Baseline', 'restricted:latest', open, open, 1],
    ['enforce=strict enforce-version=v1.22', 'restricted:v1.22', open, open, 1],
    ['enforce=baseline warn=strict', 'baseline:latest', open, open, 1],
    ['audit=strict', open, open, open, 1],
    ['enforce=baseline enforce-version=1.22', 'baseline:latest', open, 'baseline:latest', 1],
    ['enforce=baseline enforce-version=v1.022', 'baseline:latest', open, 'baseline:latest', 1],
    ['audit=baseline audit-version=newest', open, 'baseline:latest', open, 1],
    [
      'enforce=a audit=b warn=c enforce-version=d audit-version=e warn-version=f',
      'restricted:latest',
      open,
      open,
      6,
    ],
  ])('%s', (labels, enforce, audit, warn, faults) => {
    const policy = namespacePolicy(labelsOf(labels));
    const text = (mode: 'enforce' | 'audit' | 'warn') =>
      `${policy[mode].level}:${policy[mode].version}`;
    expect({ enforce: text('enforce'), audit: text('audit'), warn: text('warn') }).toEqual({
      enforce,
      audit,
      warn,
    });
    expect(policy.faults).toHaveLength(faults);
  });

  test('that are not known are told, and what is made of them', () => {
    expect(namespacePolicy(labelsOf('enforce=strict warn=on audit-version=1.2')).faults).toEqual([
      'pod-security.kubernetes.io/enforce=strict is taken for restricted',
      'pod-security.kubernetes.io/audit-version=1.2 is taken for latest',
      'pod-security.kubernetes.io/warn=on is taken for privileged',
    ]);
  });

  test('of other names say nothing', () => {
    expect(namespacePolicy({ enforce: 'restricted' }).enforce.level).toBe('privileged');
  });
});

const specs = {
  hardened: `{securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}},
    containers: [{name: app, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}`,
  plain: '{containers: [{name: app}]}',
  hostNetwork: '{hostNetwork: true, containers: [{name: app}]}',
};

const only = (text: string, parts: Parameters<typeof tweak>[1] = {}) => {
  const [security, ...more] = namespaceSecurity(tweak(snapshotOf(parse(text)), parts));
  expect(more).toEqual([]);
  return security;
};

const shop = (labels = '') =>
  `namespaces: [{name: shop, labels: ${JSON.stringify(labelsOf(labels))}}]`;

describe('a namespace', () => {
  test.each([
    ['hardened', '', 'restricted', 'restricted'],
    ['hardened', 'enforce=baseline', 'restricted', 'restricted'],
    ['hardened', 'enforce=restricted', 'restricted', undefined],
    ['plain', '', 'baseline', 'baseline'],
    ['plain', 'enforce=baseline', 'baseline', undefined],
    ['hostNetwork', '', 'privileged', undefined],
  ] as const)(
    'with a %s pod under "%s" passes %s and can enforce %s',
    (spec, labels, passes, canEnforce) => {
      const security = only(`${shop(labels)}\npods: [{name: a, spec: ${specs[spec]}}]`);
      expect(security).toMatchObject({ namespace: 'shop', workloads: 1, passes, refused: [] });
      expect(security?.canEnforce).toBe(canEnforce);
    },
  );

  test('is told with all that its labels ask for', () => {
    expect(only(shop('enforce=baseline enforce-version=v1.30 audit=strict'))).toEqual({
      namespace: 'shop',
      enforce: { level: 'baseline', version: 'v1.30' },
      audit: { level: 'privileged', version: 'latest' },
      warn: { level: 'baseline', version: 'v1.30' },
      faults: ['pod-security.kubernetes.io/audit=strict is taken for privileged'],
      workloads: 0,
      refused: [],
      missing: [],
    });
  });

  test('passes what its worst pod passes', () => {
    const security = only(`${shop()}
pods:
  - {name: a, spec: ${specs.hardened}}
  - {name: b, spec: ${specs.plain}}
  - {name: c, spec: ${specs.hardened}}`);
    expect(security).toMatchObject({ workloads: 3, passes: 'baseline', canEnforce: 'baseline' });
  });

  test('names the workloads whose pods its label would refuse', () => {
    const security = only(`${shop('enforce=baseline')}
pods:
  - {name: a-1, owner: Deployment a, spec: ${specs.hostNetwork}}
  - {name: a-2, owner: Deployment a, spec: ${specs.hostNetwork}}
  - {name: b-1, owner: StatefulSet b, spec: ${specs.plain}}`);
    expect(security).toMatchObject({
      workloads: 2,
      passes: 'privileged',
      refused: ['Deployment a'],
    });
    expect(security).not.toHaveProperty('canEnforce');
  });

  test('is judged at the version that its label is pinned to', () => {
    const pods =
      'pods: [{name: a, spec: {containers: [{name: app, livenessProbe: {httpGet: {host: db}}}]}}]';
    expect(only(`${shop('enforce=baseline enforce-version=v1.33')}\n${pods}`)?.refused).toEqual([]);
    expect(only(`${shop('enforce=baseline enforce-version=v1.34')}\n${pods}`)?.refused).toEqual([
      'Pod a',
    ]);
  });

  test.each([
    ['kubernetesVersion', { kubernetesVersion: 'v1.33.4-eks-99d6cc0' }, []],
    ['kubernetesVersion without a prefix', { kubernetesVersion: '1.33' }, []],
    ['a newer kubernetesVersion', { kubernetesVersion: 'v1.34.0' }, ['Pod a']],
    ['no version at all', {}, ['Pod a']],
  ])('is judged at the version of its cluster: %s', (_, parts, refused) => {
    const text = `${shop('enforce=baseline')}
pods: [{name: a, spec: {containers: [{name: app, livenessProbe: {httpGet: {host: db}}}]}}]`;
    expect(only(text, parts)?.refused).toEqual(refused);
  });

  test('is judged at the version that EKS tells, and a label cannot ask for a newer one', () => {
    const text = `${shop('enforce=baseline enforce-version=v1.36')}
eksCluster: {version: '1.33'}
pods: [{name: a, spec: {containers: [{name: app, livenessProbe: {httpGet: {host: db}}}]}}]`;
    expect(only(text, { kubernetesVersion: 'v1.36.0' })?.refused).toEqual([]);
  });

  test('without pods passes nothing in particular', () => {
    const security = only(shop());
    expect(security).toMatchObject({ workloads: 0, refused: [], missing: [] });
    expect(security).not.toHaveProperty('passes');
    expect(security).not.toHaveProperty('canEnforce');
  });

  test('knows only its own pods', () => {
    const all = namespaceSecurity(
      snapshotOf(
        parse(`namespaces: [shop, web]
pods: [{name: a, spec: ${specs.plain}}, {name: b, namespace: web, spec: ${specs.hostNetwork}}]`),
      ),
    );
    expect(all.map(({ namespace, passes }) => [namespace, passes])).toEqual([
      ['shop', 'baseline'],
      ['web', 'privileged'],
    ]);
  });

  test('counts pods of EKS add-ons: its label would refuse them', () => {
    const security = only(`namespaces: [kube-system]
pods: [{name: p, namespace: kube-system, owner: DaemonSet kube-proxy, spec: {containers: [{name: kube-proxy, securityContext: {privileged: true}}]}}]`);
    expect(security?.passes).toBe('privileged');
  });
});

describe('pods that', () => {
  test('have ended do not count', () => {
    const security = only(`${shop()}
pods:
  - {name: a-1, owner: Deployment a, phase: Failed, spec: ${specs.hostNetwork}}
  - {name: a-2, owner: Deployment a, phase: Running, spec: ${specs.plain}}
  - {name: b, phase: Succeeded, spec: ${specs.hostNetwork}}`);
    expect(security).toMatchObject({ workloads: 1, passes: 'baseline' });
  });

  test('have ended count where they are all there is of a Job', () => {
    const security = only(`${shop()}
pods: [{name: a, owner: Job a, phase: Succeeded, spec: ${specs.hostNetwork}}]`);
    expect(security).toMatchObject({ workloads: 1, passes: 'privileged' });
  });

  test('a CronJob will make count', () => {
    const security = only(`${shop('enforce=baseline')}
pods: [{name: a, owner: CronJob a, isRepresentative: true, spec: ${specs.hostNetwork}}]`);
    expect(security).toMatchObject({ workloads: 1, passes: 'privileged', refused: ['CronJob a'] });
  });

  test.each([
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'CronJob',
    'ReplicationController',
  ])('a %s will make count beside those that run', (kind) => {
    const security = only(
      `${shop('enforce=baseline')}\npods: [{name: a-1, owner: ${kind} a, spec: ${specs.plain}}]`,
      { workloads: [workload(kind, 'a', 'hostNetwork')] },
    );
    expect(security).toMatchObject({ workloads: 1, passes: 'privileged', refused: [`${kind} a`] });
  });

  test('run count beside a template that was mended', () => {
    const security = only(
      `${shop('enforce=baseline')}\npods: [{name: a-1, owner: Deployment a, spec: ${specs.hostNetwork}}]`,
      { workloads: [workload('Deployment', 'a', 'hardened')] },
    );
    expect(security).toMatchObject({ passes: 'privileged', refused: ['Deployment a'] });
  });

  test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'ReplicationController'])(
    'a custom kind has made through a %s count once, and so does what comes next',
    (kind) => {
      const security = only(
        `${shop('enforce=baseline')}\npods: [{name: a-1, owner: Platform a, spec: ${specs.plain}}]`,
        { workloads: [workload(kind, 'part-of-a', 'hostNetwork')] },
      );
      expect(security).toMatchObject({
        workloads: 1,
        passes: 'privileged',
        refused: [`${kind} part-of-a`],
      });
    },
  );

  test('a Job has are all that it makes', () => {
    const security = only(`${shop()}\npods: [{name: a-1, owner: Job a, spec: ${specs.plain}}]`, {
      workloads: [workload('Job', 'a', 'hostNetwork')],
    });
    expect(security).toMatchObject({ workloads: 1, passes: 'baseline', canEnforce: 'baseline' });
  });

  test.each(['Job', 'ReplicaSet'])('a %s that has none makes no more', (kind) => {
    const security = only(
      `${shop()}\npods: [{name: a-1, owner: Rollout a, spec: ${specs.plain}}]`,
      { workloads: [workload(kind, 'a-old', 'hostNetwork')] },
    );
    expect(security).toMatchObject({ workloads: 1, passes: 'baseline', canEnforce: 'baseline' });
  });

  test('share a spec and not their annotations are told apart', () => {
    const spec = podSpecOf({ containers: [{ name: 'app' }] });
    const snapshot = snapshotOf(
      parse(`${shop()}\npods: [{name: a, owner: Deployment d}, {name: b, owner: Deployment d}]`),
    );
    const unconfined = { 'container.apparmor.security.beta.kubernetes.io/app': 'unconfined' };
    const pods = snapshot.pods.map((pod) => ({
      ...pod,
      spec,
      annotations: pod.name === 'b' ? unconfined : {},
    }));
    expect(namespaceSecurity({ ...snapshot, pods })[0]?.passes).toBe('privileged');
  });
});

describe('what was not seen', () => {
  const text = `${shop()}\npods: [{name: a, spec: ${specs.plain}}]`;

  test.each(namespaceSecurityReads)('in %s keeps the label as it is', (read) => {
    const gap = { read, reason: 'forbidden', detail: 'expected 200, got 403' } as const;
    const security = only(text, { gaps: [gap] });
    expect(security?.missing).toEqual([`${read}: forbidden, expected 200, got 403`]);
    expect(security?.passes).toBe('baseline');
    expect(security).not.toHaveProperty('canEnforce');
  });

  test('elsewhere is no matter', () => {
    const gap = { read: 'nodes', reason: 'forbidden', detail: '' } as const;
    expect(only(text, { gaps: [gap] })?.canEnforce).toBe('baseline');
  });

  test('of the labels of a namespace is told', () => {
    const security = only(`namespaces: [{name: shop, labels: {}, isImplied: true}]
pods: [{name: a, spec: ${specs.plain}}]`);
    expect(security?.missing).toEqual(['the labels of namespace shop']);
    expect(security).not.toHaveProperty('canEnforce');
  });

  test('of the containers of a pod is told', () => {
    const security = only(`${shop()}\npods: [{name: a}]`);
    expect(security?.missing).toEqual(['the containers of Pod a']);
    expect(security).not.toHaveProperty('canEnforce');
  });

  test.each([
    ['', 'v1.38.0', ['checks that v1.38 may have beyond v1.37']],
    ['enforce=privileged enforce-version=v1.37', 'v1.38.0', []],
    [
      'enforce=privileged enforce-version=v1.39',
      undefined,
      ['checks that v1.39 may have beyond v1.37'],
    ],
  ])('of checks that came later is told: %s %s', (labels, kubernetesVersion, missing) => {
    const security = only(`${shop(labels)}\npods: [{name: a, spec: ${specs.plain}}]`, {
      ...(kubernetesVersion !== undefined && { kubernetesVersion }),
    });
    expect(security?.missing).toEqual(missing);
  });
});

function workload(kind: string, name: string, spec: keyof typeof specs): Workload {
  const template = { labels: {}, annotations: {}, spec: podSpecOf(parse(specs[spec])) };
  return { kind, namespace: 'shop', name, labels: {}, template };
}
