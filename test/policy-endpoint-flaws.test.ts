import { expect, test } from '@jest/globals';
import { policyEndpointFlaws } from '../functions/assess/reach/enforcement/policy-endpoints.ts';
import { snapshotOf } from './minimal-snapshot.ts';

const app = (name: string) => ({ matchLabels: { app: name } });
const owned = (name: string, podIP: string, more: object = {}) => ({
  name,
  labels: { app: name },
  owner: `Deployment ${name}`,
  podIPs: [podIP],
  ...more,
});
const api = owned('api', '10.0.0.1');
const web = owned('web', '10.0.0.2');

type Case = {
  readonly pods: readonly object[];
  readonly spec: object;
  /** Names of the pods and blocks that the PolicyEndpoint has. */
  readonly listed: readonly string[];
  readonly ingress?: readonly object[];
  readonly egress?: readonly object[];
};

function flaws({ pods, spec, listed, ingress = [], egress = [] }: Case): readonly string[] {
  const snapshot = snapshotOf({
    namespaces: ['shop'],
    pods,
    networkPolicies: [{ name: 'api', spec }],
    policyEndpoints: [
      {
        name: 'api-x',
        policy: 'api',
        isolates: ['Ingress'],
        pods: listed.map((name) => ({ name })),
        ingress,
        egress,
      },
    ],
  });
  return snapshot.networkPolicies.flatMap((policy) =>
    policyEndpointFlaws(policy, snapshot).map(({ kind, text }) => `${kind} ${text}`),
  );
}

const fromWeb = { podSelector: app('api'), ingress: [{ from: [{ podSelector: app('web') }] }] };
const ofWeb = [{ cidr: '10.0.0.2/32' }];

const harmless: Readonly<Record<string, Case>> = Object.fromEntries<Case>([
  [
    'a pod on Fargate may be listed or not',
    {
      pods: [
        api,
        web,
        owned('api-fargate', '10.0.0.3', {
          labels: { app: 'api', 'eks.amazonaws.com/fargate-profile': 'x' },
        }),
      ],
      spec: fromWeb,
      listed: ['api', 'api-fargate'],
      ingress: ofWeb,
    },
  ],
  [
    'a pod without an owner may be listed or not',
    {
      pods: [api, web, { name: 'bare', labels: { app: 'api' }, podIPs: ['10.0.0.3'] }],
      spec: fromWeb,
      listed: ['api'],
      ingress: ofWeb,
    },
  ],
  [
    'a pod of which it is not known whether the policy selects it may be listed',
    {
      pods: [api, web],
      spec: {
        ...fromWeb,
        podSelector: { matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] },
      },
      listed: ['api'],
      ingress: ofWeb,
    },
  ],
  [
    'an address of a pod that a rule may name is not stale',
    {
      pods: [api, web],
      spec: {
        podSelector: app('api'),
        ingress: [
          {
            from: [
              {
                podSelector: { matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] },
              },
            ],
          },
        ],
      },
      listed: ['api'],
      ingress: ofWeb,
    },
  ],
  [
    'a pod without the port that the rule names has no part in it',
    {
      pods: [api, web],
      spec: {
        podSelector: app('api'),
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: app('web') }], ports: [{ port: 'http' }] }],
      },
      listed: ['api'],
    },
  ],
]);

test.each(Object.entries(harmless))('%s', (_, given) => {
  expect(flaws(given)).toEqual([]);
});

test('a pod that is named in the policy and not listed is missing, by whatever blocks are there', () => {
  const ingress = [{ cidr: '0.0.0.0/1' }, { cidr: '0.0.0.0/8' }];
  expect(flaws({ pods: [api, web], spec: fromWeb, listed: [], ingress })).toEqual([
    'podsMissing pods that it selects are not in its PolicyEndpoints: shop/api',
  ]);
});
