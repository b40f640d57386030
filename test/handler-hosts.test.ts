import { expect, test } from '@jest/globals';
import { podSpecOf } from '../functions/snapshot/projections/pod-spec.ts';
import { rawPodSpec } from '../functions/snapshot/projections/raw-pod-spec.ts';

const http = (host?: string) => ({ httpGet: { port: 80, host } });
const tcp = (host?: string) => ({ tcpSocket: { port: 80, host } });

function hostsOf(container: object) {
  const spec = podSpecOf(rawPodSpec.parse({ containers: [container] }));
  return spec.containers[0]?.handlerHosts.map(({ field, host }) => `${field} ${host}`);
}

test('hosts are found in every probe and hook, in the order of the fields', () => {
  const container = {
    lifecycle: { preStop: tcp('e'), postStart: http('d') },
    startupProbe: tcp('c'),
    readinessProbe: http('b'),
    livenessProbe: http('a'),
  };
  expect(hostsOf(container)).toEqual([
    'livenessProbe.httpGet a',
    'readinessProbe.httpGet b',
    'startupProbe.tcpSocket c',
    'lifecycle.postStart.httpGet d',
    'lifecycle.preStop.tcpSocket e',
  ]);
});

test.each([
  ['no probes', {}],
  ['null for them', { livenessProbe: null, lifecycle: null }],
  ['probes without a host', { livenessProbe: http(), startupProbe: tcp() }],
  ['an empty host, which is the pod itself', { livenessProbe: http('') }],
  ['probes of other kinds', { livenessProbe: { exec: { command: ['a'] }, grpc: { port: 1 } } }],
])('there are none in a container with %s', (_, container) => {
  expect(hostsOf(container)).toEqual([]);
});
