import { describe, expect, test } from '@jest/globals';
import { allOf, inNamespaces, labelIn } from '../../functions/assess/reach/policies/conditions.ts';
import {
  networkPolicyPriority,
  serviceAccountKey,
  tiers,
} from '../../functions/assess/reach/policies/policy.ts';
import {
  problemsOf,
  readClusterwide,
  readNamespaced,
  readRule,
  rulesOf,
} from './cilium-fixture.ts';

const shop = inNamespaces(['shop']);
const isWeb = labelIn('pod', 'app', ['web']);
const fromAll = "ingress: [{ fromEntities: ['all'] }]";
const everything = { path: 'spec.ingress[0].fromEntities[0]', peers: { op: 'every' } };

const subjectOf = ({ policies }: ReturnType<typeof readNamespaced>) =>
  policies.map(({ subject }) => subject);

/** For each direction, whether a policy read puts its pods into default deny. */
function isolationOf({ policies }: ReturnType<typeof readNamespaced>) {
  const isolates = (direction: 'ingress' | 'egress') =>
    policies.some((policy) => policy[direction]?.isolates === true);
  return { ingress: isolates('ingress'), egress: isolates('egress') };
}

describe('whom a policy acts on', () => {
  test.each([
    ['"the endpointSelector always applies to pods in the namespace" of the policy', '{}', shop],
    [
      'matchLabels and matchExpressions hold together',
      '{ matchLabels: { app: web }, matchExpressions: [{ key: gone, operator: DoesNotExist }] }',
      allOf([shop, isWeb, { op: 'not', operand: { op: 'exists', of: 'pod', key: 'gone' } }]),
    ],
    [
      'k8s: and any: name the source of a label and are no part of its key',
      "{ matchLabels: { 'k8s:app': web, 'any:tier': back } }",
      allOf([shop, isWeb, labelIn('pod', 'tier', ['back'])]),
    ],
    [
      '"policies based on the service account identity of a pod"',
      '{ matchLabels: { io.cilium.k8s.policy.serviceaccount: api } }',
      allOf([shop, labelIn('pod', serviceAccountKey, ['api'])]),
    ],
    ['a pod has no reserved labels', "{ matchLabels: { 'reserved:init': '' } }", { op: 'false' }],
    [
      'the own namespace may be written down',
      "{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': shop } }",
      shop,
    ],
  ])('%s', (_claim, selector, subject) => {
    const read = readNamespaced(`{ endpointSelector: ${selector}, ${fromAll} }`);
    expect(subjectOf(read)).toEqual([subject]);
    expect(problemsOf(read)).toEqual([]);
  });

  test('Cilium puts the own namespace in the place of another', () => {
    const selector = "{ matchLabels: { 'k8s:io.kubernetes.pod.namespace': bank } }";
    const read = readNamespaced(`{ endpointSelector: ${selector}, ${fromAll} }`);
    expect(subjectOf(read)).toEqual([shop]);
    expect(problemsOf(read)).toEqual([
      'malformed spec.endpointSelector.matchLabels[k8s:io.kubernetes.pod.namespace]: ' +
        'Cilium puts the namespace of the policy in its place',
    ]);
  });

  test.each([
    ['a clusterwide policy acts on the pods of all namespaces', '{}', { op: 'true' }],
    [
      'it knows namespaces by their names',
      '{ matchExpressions: [{ key: io.kubernetes.pod.namespace, operator: NotIn, values: [a] }] }',
      { op: 'not', operand: inNamespaces(['a']) },
    ],
    [
      'it knows namespaces by their labels',
      "{ matchLabels: { 'k8s:io.cilium.k8s.namespace.labels.kubernetes.io/env': prod } }",
      labelIn('namespace', 'kubernetes.io/env', ['prod']),
    ],
    [
      'every pod is of a namespace and of a cluster',
      '{ matchExpressions: [{ key: io.kubernetes.pod.namespace, operator: Exists },' +
        ' { key: io.cilium.k8s.policy.cluster, operator: Exists }] }',
      { op: 'true' },
    ],
  ])('%s', (_claim, selector, subject) => {
    expect(subjectOf(readClusterwide(`{ endpointSelector: ${selector}, ${fromAll} }`))).toEqual([
      subject,
    ]);
  });

  test.each([
    ['io.cilium.k8s.policy.cluster', 'the name that Cilium has for this cluster is not known'],
    ['pod-template-hash', 'Cilium leaves this label out unless it is told otherwise'],
    ['container:app', 'labels of this source are not known'],
  ])('whether a pod is found by %s is open', (key, text) => {
    const read = readClusterwide(
      `{ endpointSelector: { matchLabels: { '${key}': a } }, ${fromAll} }`,
    );
    const path = `spec.endpointSelector.matchLabels${/^\w+$/.test(key) ? `.${key}` : `[${key}]`}`;
    expect(subjectOf(read)).toEqual([{ op: 'unknown', why: `${path}: ${text}` }]);
    expect(problemsOf(read)).toEqual([`notUnderstood ${path}: ${text}`]);
  });

  test('policies for nodes are no business of pods', () => {
    const read = readClusterwide(`{ nodeSelector: {}, ${fromAll} }`);
    expect(read.policies).toEqual([]);
    expect(problemsOf(read)).toEqual([
      'notUnderstood spec.nodeSelector: host policies are not evaluated',
    ]);
  });
});

describe('default deny', () => {
  test.each([
    [
      '"if any rule ... has an ingress section, the endpoint goes into default deny-mode"',
      fromAll,
      true,
    ],
    ['of either action: a policy that only denies isolates too', `ingressDeny: [{}]`, true],
    [
      '"rules with EnableDefaultDeny disabled are ignored"',
      `enableDefaultDeny: { ingress: false }, ${fromAll}`,
      false,
    ],
    ['a rule for nobody isolates: ingress: [{}]', 'ingress: [{}]', true],
    [
      '"if omitted or empty, this rule does not apply at ingress"',
      'ingress: [], egress: [{}]',
      false,
    ],
    [
      'not even by enableDefaultDeny, for lack of rules',
      'enableDefaultDeny: { ingress: true }, egress: [{}]',
      false,
    ],
  ])('%s', (_claim, sections, ingress) => {
    const read = readNamespaced(`{ endpointSelector: {}, ${sections} }`);
    expect(isolationOf(read).ingress).toBe(ingress);
    expect(problemsOf(read)).toEqual([]);
  });

  test('is a matter of each direction', () => {
    const read = readNamespaced('{ endpointSelector: {}, egress: [{}] }');
    expect(isolationOf(read)).toEqual({ ingress: false, egress: true });
    expect(read.policies.map(({ ingress }) => ingress)).toEqual([undefined]);
  });

  test('Cilium takes no policy without rules', () => {
    const read = readNamespaced('{ endpointSelector: {}, ingress: [] }');
    expect(read.policies).toEqual([]);
    expect(problemsOf(read)).toEqual([
      'malformed spec: needs a rule in ingress, ingressDeny, egress or egressDeny',
    ]);
  });
});

describe('the order of policies', () => {
  test('"deny policies take precedence over allow policies", those of Kubernetes too', () => {
    const { policies } = readNamespaced(
      `{ endpointSelector: {}, ${fromAll}, ingressDeny: [{ fromEntities: [world-ipv6] }] }`,
    );
    expect(policies).toMatchObject([
      { tier: tiers.network, priority: 0, ingress: { rules: [{ action: 'deny' }] } },
      {
        tier: tiers.network,
        priority: networkPolicyPriority,
        ingress: { isolates: true, rules: [{ action: 'allow' }] },
      },
    ]);
  });

  test('each of specs is a policy of its own', () => {
    const spec = `{ endpointSelector: { matchLabels: { app: web } }, ${fromAll} }`;
    const { policies } = readNamespaced(`{ endpointSelector: {}, ${fromAll} }`, spec);
    expect(policies.map(({ ref, subject }) => ({ ref, subject }))).toEqual([
      { ref: { family: 'CiliumNetworkPolicy', namespace: 'shop', name: 'web' }, subject: shop },
      {
        ref: { family: 'CiliumNetworkPolicy', namespace: 'shop', name: 'web' },
        subject: allOf([shop, isWeb]),
      },
    ]);
    expect(policies.map(({ ingress }) => ingress?.rules[0]?.path)).toEqual([
      'specs[0].ingress[0]',
      'specs[1].ingress[0]',
    ]);
  });

  test('a clusterwide policy has no namespace', () => {
    const { policies } = readClusterwide(`{ endpointSelector: {}, ${fromAll} }`);
    expect(policies.map(({ ref }) => ref)).toEqual([
      { family: 'CiliumClusterwideNetworkPolicy', name: 'web' },
    ]);
  });
});

describe('what narrows a rule', () => {
  test.each([
    ['HTTP rules', '{ toPorts: [{ ports: [{ port: "80" }], rules: { http: 2 } }] }', 'HTTP rules'],
    ['rules that are written out', '{ toPorts: [{ rules: { kafka: [{}] } }] }', 'Kafka rules'],
    [
      'rules of another protocol',
      '{ toPorts: [{ rules: { l7proto: 1, l7: 3 } }] }',
      'l7proto rules',
    ],
    ['no rules', '{ toPorts: [{ rules: { http: 0 } }] }', undefined],
    [
      'server names and what ends TLS',
      '{ toPorts: [{ serverNames: [a.example], terminatingTLS: true }] }',
      'TLS server names and TLS interception',
    ],
    ['a listener', '{ toPorts: [{ listener: { name: a } }] }', 'an Envoy listener'],
    ['"required"', '{ authentication: { mode: required } }', 'mutual authentication'],
    ['"disabled: always succeeds"', '{ authentication: { mode: disabled } }', undefined],
  ])('%s', (_claim, rule, narrowedBy) => {
    const read = readRule(rule, 'egress');
    expect(rulesOf(read, 'egress').map((item) => item.narrowedBy)).toEqual([narrowedBy]);
    expect(problemsOf(read)).toEqual([]);
  });

  test('ports that are narrowed are told apart from those that are not', () => {
    const read = readRule(
      '{ fromEntities: [all], toPorts: [{ ports: [{ port: "22", protocol: TCP }] },' +
        ' { ports: [{ port: "80", protocol: TCP }], rules: { http: 1 } }] }',
    );
    const port = (number: number) => ({
      op: 'ports',
      protocol: 'TCP',
      first: number,
      last: number,
    });
    expect(rulesOf(read)).toEqual([
      {
        path: 'spec.ingress[0].toPorts[0]',
        action: 'allow',
        peers: [everything],
        ports: [port(22)],
      },
      {
        path: 'spec.ingress[0].toPorts[1]',
        action: 'allow',
        peers: [everything],
        ports: [port(80)],
        narrowedBy: 'HTTP rules',
      },
    ]);
  });
});

describe('what is not understood', () => {
  test.each([
    [
      'in a rule leaves its effect open',
      '{ endpointSelector: {}, ingress: [{ fromEntities: [all], fromMoon: [a] }] }',
      'notUnderstood spec.ingress[0].fromMoon: field is not known',
    ],
    [
      'in ports leaves the rule open',
      '{ endpointSelector: {}, ingress: [{ toPorts: [{ ports: [], mood: 1 }] }] }',
      'notUnderstood spec.ingress[0].toPorts[0].mood: field is not known',
    ],
    [
      'of layer 7 too',
      '{ endpointSelector: {}, ingress: [{ toPorts: [{ rules: { grpc: 1 } }] }] }',
      'notUnderstood spec.ingress[0].toPorts[0].rules.grpc: field is not known',
    ],
    [
      'of authentication too',
      '{ endpointSelector: {}, ingress: [{ authentication: { mode: maybe } }] }',
      'malformed spec.ingress[0].authentication.mode: ' +
        'expected disabled, required or test-always-fail, not "maybe"',
    ],
    [
      'a deny knows no layer 7: "this structure lacks the L7Rules"',
      '{ endpointSelector: {}, ingressDeny: [{ toPorts: [{ rules: { http: 1 } }] }] }',
      'notUnderstood spec.ingressDeny[0].toPorts[0].rules: field is not known',
    ],
    [
      'a deny knows no names: "deny policies do not support ... toFQDNs"',
      '{ endpointSelector: {}, egressDeny: [{ toFQDNs: [{ matchName: a.example }] }] }',
      'notUnderstood spec.egressDeny[0].toFQDNs: field is not known',
    ],
    [
      '"only one of these members may be present within an individual rule"',
      '{ endpointSelector: {}, ingress: [{ fromCIDR: [10.0.0.0/8], fromEntities: [all] }] }',
      'malformed spec.ingress[0]: fromEntities and fromCIDR cannot be combined',
    ],
    [
      '"the ICMPs block may only be present without ToPorts"',
      '{ endpointSelector: {}, ingress: [{ icmps: [{}], toPorts: [{}] }] }',
      'malformed spec.ingress[0].icmps: cannot be combined with toPorts',
    ],
  ])('%s', (_claim, spec, problem) => {
    const read = readNamespaced(spec);
    const rules = [...rulesOf(read), ...rulesOf(read, 'egress')];
    expect(problemsOf(read)).toEqual([problem]);
    expect(rules.map(({ unsure }) => unsure)).toEqual([problem.slice(problem.indexOf(' ') + 1)]);
  });

  test.each([
    [
      'a field of the spec',
      `mood: high, ${fromAll}`,
      'notUnderstood spec.mood: field is not known',
    ],
    [
      'a switch that is no flag',
      `enableDefaultDeny: { ingress: 'no' }, ${fromAll}`,
      'malformed spec.enableDefaultDeny.ingress: expected true or false, not "no"',
    ],
    [
      'a selector for nodes beside the one for pods',
      `nodeSelector: {}, ${fromAll}`,
      'malformed spec.nodeSelector: cannot be combined with endpointSelector',
    ],
  ])('leaves open whether the policy acts, and what it does: %s', (_claim, sections, problem) => {
    const read = readNamespaced(`{ endpointSelector: {}, ${sections} }`);
    const why = problem.slice(problem.indexOf(' ') + 1);
    const unknown = { op: 'unknown', why };
    const mayBeAnything = (action: string) => ({
      path: 'spec',
      action,
      peers: [{ path: 'spec', peers: unknown }],
      ports: 'every',
    });
    expect(problemsOf(read)).toEqual([problem]);
    expect(subjectOf(read)).toEqual([
      allOf([shop, { op: 'unknown', why }]),
      allOf([shop, { op: 'unknown', why }]),
    ]);
    expect(rulesOf(read)).toEqual([
      mayBeAnything('deny'),
      {
        path: 'spec.ingress[0]',
        action: 'allow',
        peers: [everything],
        ports: 'every',
        unsure: why,
      },
      mayBeAnything('allow'),
    ]);
  });

  test.each([
    [
      'a section that is no list',
      '{ endpointSelector: {}, ingress: all }',
      'spec.ingress: expected a list, not "all"',
    ],
    ['a spec that is no object', 'all', 'spec: expected an object, not "all"'],
  ])('leaves everything open: %s', (_claim, spec, why) => {
    const read = readNamespaced(spec);
    expect(problemsOf(read)).toEqual([`malformed ${why}`]);
    const peers = rulesOf(read).flatMap((rule) => rule.peers.map((peer) => peer.peers));
    expect(new Set(peers)).toEqual(new Set([{ op: 'unknown', why }]));
    expect(isolationOf(read).ingress).toBe(true);
  });

  test('a policy without a spec is one that cannot be read', () => {
    expect(problemsOf(readNamespaced())).toEqual(['malformed spec: expected an object']);
  });

  test('description, labels and log say nothing of connections', () => {
    const notes = 'description: why, labels: [a], log: { value: b }';
    expect(problemsOf(readNamespaced(`{ endpointSelector: {}, ${notes}, ${fromAll} }`))).toEqual(
      [],
    );
  });
});
