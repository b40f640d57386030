import fc from 'fast-check';

/*
 * Pod specs, dense in what pod controls look at: every field that one reads at several values or left
 * out.
 */

const optional = <Value>(...values: readonly Value[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });

const images = fc.constantFrom(
  'registry.k8s.io/app:1.2',
  'someone/app:latest',
  'ghcr.io/someone/app',
  `111122223333.dkr.ecr.eu-central-1.amazonaws.com/team/app@sha256:${'a'.repeat(64)}`,
  '444455556666.dkr.ecr.eu-central-1.amazonaws.com/other:1',
);

const profile = fc.constantFrom({ type: 'RuntimeDefault' }, { type: 'Unconfined' });

const container = fc.record(
  {
    name: fc.constantFrom('app', 'proxy'),
    image: images,
    securityContext: fc.record(
      {
        privileged: fc.boolean(),
        allowPrivilegeEscalation: fc.boolean(),
        readOnlyRootFilesystem: fc.boolean(),
        runAsUser: fc.constantFrom(0, 1000),
        runAsNonRoot: fc.boolean(),
        procMount: fc.constantFrom('Default', 'Unmasked'),
        capabilities: fc.record(
          {
            add: fc.subarray(['NET_RAW', 'SYS_ADMIN', 'CHOWN']),
            drop: fc.subarray(['ALL', 'NET_RAW']),
          },
          { requiredKeys: [] },
        ),
        seccompProfile: profile,
        appArmorProfile: profile,
        windowsOptions: fc.record({ hostProcess: fc.boolean() }),
      },
      { requiredKeys: [] },
    ),
    ports: fc.subarray([{ containerPort: 8080 }, { containerPort: 80, hostPort: 80 }]),
    env: fc.subarray([
      { name: 'MODE', value: 'on' },
      { name: 'PASSWORD', value: 'hunter2-and-more' },
      { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'one' } } },
    ]),
    envFrom: fc.subarray([{ secretRef: { name: 'keys' } }]),
    volumeMounts: fc.subarray([
      { name: 'host', mountPath: '/host' },
      { name: 'socket', mountPath: '/run/socket', readOnly: true },
    ]),
    resources: fc.constantFrom({}, { limits: { memory: '1Gi' } }, { limits: { cpu: '1' } }),
  },
  { requiredKeys: ['name'] },
);
const containersFrom = (minLength: number) =>
  fc.uniqueArray(container, { minLength, maxLength: 2, selector: ({ name }) => name });

export const podSpecArbitrary = fc.record(
  {
    hostNetwork: fc.boolean(),
    hostPID: fc.boolean(),
    hostIPC: fc.boolean(),
    hostUsers: fc.boolean(),
    os: fc.constantFrom(null, null, { name: 'windows' }),
    serviceAccountName: fc.constantFrom('default', 'app'),
    securityContext: fc.record(
      {
        runAsNonRoot: fc.boolean(),
        seccompProfile: profile,
        sysctls: fc.subarray([{ name: 'kernel.msgmax' }, { name: 'net.ipv4.tcp_syncookies' }]),
      },
      { requiredKeys: [] },
    ),
    initContainers: containersFrom(0),
    containers: containersFrom(1),
    volumes: fc.subarray([
      { name: 'host', hostPath: { path: '/etc' } },
      { name: 'socket', hostPath: { path: '/var/run/docker.sock' } },
      { name: 'claim', persistentVolumeClaim: { claimName: 'data' } },
    ]),
  },
  { requiredKeys: ['hostNetwork', 'initContainers', 'containers'] },
);

export const storageArbitrary = fc.record({
  persistentVolumes: optional([
    { name: 'pv', type: 'hostPath', hostPath: '/data', claim: { namespace: 'shop', name: 'data' } },
  ]),
  persistentVolumeClaims: optional([{ namespace: 'shop', name: 'data', volumeName: 'pv' }]),
  storageClasses: fc.subarray([
    { name: 'plain', provisioner: 'ebs.csi.aws.com' },
    { name: 'good', provisioner: 'ebs.csi.aws.com', encrypted: 'true' },
  ]),
});
